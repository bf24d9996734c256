"""``licet regime publish``: the guidance of packages as a static site."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from licet.regimes import Regime
    from licet.regimes.guidance import Guidance

Out = Annotated[
    Path, typer.Argument(help="Folder to write into; it is made when absent.")
]
Names = Annotated[list[str] | None, typer.Argument(help="Packages; all when none.")]
Day = Annotated[
    str,
    typer.Option(
        "--on", help="The day published for; each package's own day without it."
    ),
]
Root = Annotated[
    Path | None,
    typer.Option("--root", help="Folder of packages instead of the shipped ones."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def publish(
    out: Out,
    names: Names = None,
    on: Day = "",
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Write the rules as guidance: a static site and JSON, each sentence beside its law."""
    import json

    from licet.kernel import parse_day
    from licet.regimes import list_regimes, load_regime
    from licet.regimes.guidance import static_site

    packages = []
    for name in names or [header.id for header in list_regimes(root)]:
        regime = load_regime(name, root)
        day = parse_day(on) if on else regime.header.version
        packages.append((regime, _guidance(regime, name, root, day)))
    files = 0
    for path, content in static_site(packages):
        _write(out / path, content)
        files += 1
    written = {
        guidance.package: {
            "version": guidance.version.isoformat(),
            "on": guidance.on.isoformat(),
            "digest": guidance.digest,
        }
        for _, guidance in packages
    }
    if as_json:
        told = {"out": str(out), "files": files, "packages": written}
        print(json.dumps(told, ensure_ascii=False))
        return
    for name, what in written.items():
        print(f"{name}: {what['on']}, {what['digest']}")
    print(f"{files} files in {out}")


def _guidance(regime: "Regime", name: str, root: Path | None, day: date) -> "Guidance":
    from licet.regimes import SHIPPED
    from licet.regimes.guidance import guidance
    from licet.risk import with_method

    notes = (SHIPPED if root is None else root) / name / "CHANGES.md"
    text = notes.read_text("utf-8") if notes.is_file() else ""
    return with_method(guidance(regime, day, notes=text), regime)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
