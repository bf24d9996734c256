"""Where rules of panels lie: the only module here that opens the files of a law package."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from licet.review.panels.model import PanelRules, PanelsError
from licet.review.panels.reading import read_panels

PANELS_FILE = Path("panels") / "panels.yaml"


def load_panels(folder: Path) -> PanelRules:
    """Read the rules of panels that lie in the folder of a law package.

    Args:
        folder: The folder of the package.

    Returns:
        The rules.

    Raises:
        PanelsError: None there, or not of the form that docs/how-to/ask-a-panel.md shows.
        WantedError: A trigger states its facts in another form.
    """
    path = folder / PANELS_FILE
    try:
        told = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    except OSError:
        raise PanelsError(str(PANELS_FILE), f"{folder.name} has none") from None
    except YAMLError as error:
        raise PanelsError(str(PANELS_FILE), str(error).split("\n", 1)[0]) from None
    try:
        return read_panels(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PanelsError(str(PANELS_FILE), f"{type(error).__name__} {error}") from None
