"""Where retention schedules lie: the only module here that touches files."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from licet.disclosure.retention import Schedule, ScheduleError, read_schedule

FILE = Path("retention") / "schedule.yaml"


def load_schedule(folder: Path) -> Schedule:
    """Read the schedule that lies in the folder of a law package.

    Args:
        folder: The folder of the package.

    Returns:
        The schedule.

    Raises:
        ScheduleError: None there, or not of the form that docs/how-to/erase-a-case.md shows.
    """
    path = folder / FILE
    try:
        told = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    except OSError:
        raise ScheduleError(str(FILE), f"{folder.name} has none") from None
    except YAMLError as error:
        raise ScheduleError(str(FILE), str(error).split("\n", 1)[0]) from None
    try:
        return read_schedule(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScheduleError(str(FILE), f"{type(error).__name__} {error}") from None
