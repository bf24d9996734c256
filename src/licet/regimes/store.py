"""Where packages lie: the only module here that touches files."""

from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011
from pathlib import Path

from licet.regimes.errors import BrokenRegimeError, Problem, UnknownRegimeError
from licet.regimes.model import Regime, RegimeHeader
from licet.regimes.read import read_header, read_regime

SHIPPED = Path(__file__).parent.parent / "law"
HEADER = "package.yaml"


def list_regimes(root: Path | None = None) -> tuple[RegimeHeader, ...]:
    """The packages under a folder, ordered by name.

    Args:
        root: The folder; without it the packages that ship with Licet.

    Returns:
        The headers of all packages whose header can be read.
    """
    base = SHIPPED if root is None else root
    headers = (
        read_header(path.read_text("utf-8"), HEADER)
        for path in sorted(base.rglob(HEADER))
    )
    return tuple(header for header in headers if header is not None)


def load_regime(name: str, root: Path | None = None) -> Regime:
    """Load and check a package.

    Args:
        name: Its name, for example ``eu/2021-821``.
        root: The folder of packages; without it those that ship with Licet.

    Returns:
        The regime. While its files hold the same texts, it is the same object: a process
        reads one text once.

    Raises:
        UnknownRegimeError: There is no such package.
        BrokenRegimeError: Something is wrong in it; the message names file and line.
    """
    base = SHIPPED if root is None else root
    known = [header.id for header in list_regimes(base)]
    if name not in known:
        raise UnknownRegimeError(name, known)
    regime, problems = _read_once(_texts(base / name))
    if regime is None:
        raise BrokenRegimeError(name, problems)
    return regime


def load_package(folder: Path) -> Regime:
    """Load and check the package in one folder, shipped or draft.

    Raises:
        BrokenRegimeError: Something is wrong in it; the message names file and line.
    """
    regime, problems = _read_once(_texts(folder))
    if regime is None:
        raise BrokenRegimeError(folder.name, problems)
    return regime


def check_regime(path: Path) -> tuple[Problem, ...]:
    """Everything that is wrong in the package in a folder; empty when it is whole."""
    return _read_once(_texts(path))[1]


Texts = tuple[tuple[str, str], ...]


def _texts(folder: Path) -> Texts:
    """The files of a package, and with its name before theirs those of the one below."""
    found = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.glob("*.yaml"))
    }
    header = read_header(found.get(HEADER, ""), HEADER)
    below = "" if header is None else header.stands_on
    if below:
        base = _beside(folder, below)
        for path in sorted(base.glob("*.yaml")):
            found[f"{below}/{path.name}"] = path.read_text("utf-8")
    return tuple(found.items())


def _beside(folder: Path, name: str) -> Path:
    """Where a package lies: under the nearest folder that holds it, else with the shipped ones."""
    roots = (*folder.resolve().parents, SHIPPED)
    return next(
        (root / name for root in roots if (root / name / HEADER).is_file()),
        SHIPPED / name,
    )


@lru_cache(maxsize=16)
def _read_once(texts: Texts) -> tuple[Regime | None, tuple[Problem, ...]]:
    """The package in some texts; a changed text is another key, so nothing goes stale."""
    return read_regime(dict(texts))
