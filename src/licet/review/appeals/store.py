"""Where rules of appeals lie: the only module here that touches files of a law package."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from licet.review.appeals.model import AppealRules, AppealRulesError
from licet.review.appeals.rules import read_appeals

APPEAL_FILE = Path("appeal") / "appeal.yaml"


def load_appeals(folder: Path) -> AppealRules:
    """Read the rules of appeals that lie in the folder of a law package.

    Args:
        folder: The folder of the package.

    Returns:
        The rules.

    Raises:
        AppealRulesError: None there, or not of the form that docs/how-to/appeal.md shows.
    """
    where = str(APPEAL_FILE)
    try:
        text = (folder / APPEAL_FILE).read_text("utf-8")
        told = YAML(typ="safe", pure=True).load(text)
    except OSError:
        raise AppealRulesError(where, f"{folder.name} has none") from None
    except YAMLError as error:
        raise AppealRulesError(where, str(error).split("\n", 1)[0]) from None
    try:
        return read_appeals(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AppealRulesError(where, f"{type(error).__name__} {error}") from None
