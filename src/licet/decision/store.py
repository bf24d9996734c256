"""Where decision procedures lie: the only module here that touches files of a law package."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from licet.decision.procedure import Procedure, ProcedureError, read_procedure

FILE = Path("decision") / "procedure.yaml"


def load_procedure(folder: Path) -> Procedure:
    """Read the procedure that lies in the folder of a law package.

    Args:
        folder: The folder of the package.

    Returns:
        The procedure.

    Raises:
        ProcedureError: None there, or not of the form that docs/how-to/decide-a-case.md shows.
    """
    try:
        told = YAML(typ="safe", pure=True).load((folder / FILE).read_text("utf-8"))
    except OSError:
        raise ProcedureError(str(FILE), f"{folder.name} has none") from None
    except YAMLError as error:
        raise ProcedureError(str(FILE), str(error).split("\n", 1)[0]) from None
    try:
        return read_procedure(told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProcedureError(str(FILE), f"{type(error).__name__} {error}") from None
