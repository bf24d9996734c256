"""Where practices lie: the only module here that opens the files of a law package."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from licet.review.practice import Practice, PracticeError, read_practice

FILE = Path("practice") / "practice.yaml"


def load_practice(folder: Path) -> Practice:
    """Read the practice that lies in the folder of a law package.

    Args:
        folder: The folder of the package.

    Returns:
        The practice.

    Raises:
        PracticeError: None there, or not of the form that docs/how-to/apply.md shows.
    """
    path = folder / FILE
    try:
        told = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    except OSError:
        raise PracticeError(str(FILE), f"{folder.name} has none") from None
    except YAMLError as error:
        raise PracticeError(str(FILE), str(error).split("\n", 1)[0]) from None
    try:
        return read_practice(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PracticeError(str(FILE), f"{type(error).__name__} {error}") from None
