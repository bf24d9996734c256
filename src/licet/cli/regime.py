"""``licet regime``: the packages, whether they are whole, and their schema."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="regime", help="Law packages.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Root = Annotated[
    Path | None,
    typer.Option("--root", help="Folder of packages instead of the shipped ones."),
]
Names = Annotated[list[str] | None, typer.Argument(help="Packages; all when none.")]


def register(main: typer.Typer) -> None:
    """Add the command group to the ``licet`` command."""
    main.add_typer(app, name="regime")


@app.command("list")
def list_packages(root: Root = None, as_json: Json = False) -> None:
    """Name the packages at hand."""
    from licet.regimes import in_words, list_regimes

    headers = list_regimes(root)
    if as_json:
        print(json.dumps([header.to_json() for header in headers], ensure_ascii=False))
        return
    for header in headers:
        print(f"{header.id:16} {header.version}  {in_words(header.title)}")


@app.command()
def check(names: Names = None, root: Root = None, as_json: Json = False) -> None:
    """Check packages: form, names, citations, and every worked example."""
    from licet.determination import check_examples
    from licet.regimes import (
        SHIPPED,
        UnknownRegimeError,
        check_regime,
        list_regimes,
        load_regime,
    )

    base = SHIPPED if root is None else root
    known = [header.id for header in list_regimes(base)]
    found = {}
    for name in names or known:
        if not (base / name).is_dir():
            raise UnknownRegimeError(name, known)
        found[name] = check_regime(base / name)
        if not found[name]:
            found[name] = check_examples(load_regime(name, base))
    if as_json:
        plain = {
            name: [one.to_json() for one in wrong] for name, wrong in found.items()
        }
        print(json.dumps(plain, ensure_ascii=False))
    else:
        for name, wrong in found.items():
            print(f"{name}: {f'{len(wrong)} problems' if wrong else 'whole'}")
            for problem in wrong:
                print(f"  {problem}")
    if any(found.values()):
        raise typer.Exit(1)


@app.command()
def prove(
    names: Names = None,
    on: Annotated[
        str,
        typer.Option(
            "--on",
            help="The day whose law is proved; each package's own day without it.",
        ),
    ] = "",
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Prove that packages are complete, consistent, without dead rules or leaks."""
    from licet.determination import SolverMissingError, proofs_json
    from licet.determination import prove as prove_regime
    from licet.kernel import parse_day
    from licet.regimes import list_regimes, load_regime

    found = {}
    for name in names or [header.id for header in list_regimes(root)]:
        regime = load_regime(name, root)
        day = parse_day(on) if on else regime.header.version
        try:
            proofs = prove_regime(regime, on=day)
        except SolverMissingError as error:
            print(f"licet: {error}", file=sys.stderr)
            raise typer.Exit(4) from None
        found[name] = proofs_json(proofs, rules=len(regime.rules))
    if as_json:
        print(json.dumps({"packages": found}, ensure_ascii=False))
    else:
        _tell_proofs(found)
    states = {
        state
        for proofs in found.values()
        for state in proofs.values()
        if isinstance(state, str)
    }
    if states & {"broken", "unknown"}:
        raise typer.Exit(1)


def _tell_proofs(found: dict[str, dict[str, object]]) -> None:
    for name, proofs in found.items():
        print(f"{name}: {proofs['rules']} rules")
        for key, state in proofs.items():
            if key not in {"rules", "witnesses"}:
                print(f"  {key}: {state}")
        witnesses = proofs["witnesses"]
        if isinstance(witnesses, dict):
            for key, failures in witnesses.items():
                for failure in failures:
                    print(f"  {key}: {', '.join(failure['rules'])}: {failure['words']}")
                    facts = json.dumps(failure["facts"], ensure_ascii=False)
                    print(f"    on {failure['on']}: {facts}")


@app.command()
def schema(
    facts: Annotated[
        bool, typer.Option("--facts", help="The schema of facts instead.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Print the JSON Schema of packages, or of transaction facts."""
    from licet.facts import transaction_schema
    from licet.regimes import regime_schema

    chosen = transaction_schema() if facts else regime_schema()
    print(json.dumps(chosen, indent=None if as_json else 2, ensure_ascii=False))
