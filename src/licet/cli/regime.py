"""``licet regime``: the packages, whether they are whole, and their schema."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from licet.cli.drafting import comments, list_drafts, open_draft
from licet.cli.publishing import publish

if TYPE_CHECKING:
    from datetime import date

    from licet.regimes import LawTextFolder, NoLawTexts, Regime

app = typer.Typer(name="regime", help="Law packages.", no_args_is_help=True)
app.command("publish")(publish)
app.command("open")(open_draft)
app.command("drafts")(list_drafts)
app.command("comments")(comments)

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Root = Annotated[
    Path | None,
    typer.Option("--root", help="Folder of packages instead of the shipped ones."),
]
Texts = Annotated[
    Path | None,
    typer.Option(
        "--texts", help="Folder of official texts to hold the citations against."
    ),
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
        stands = f" (on {header.stands_on})" if header.stands_on else ""
        print(f"{header.id:16} {header.version}  {in_words(header.title)}{stands}")


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
        unreviewed,
    )

    base = SHIPPED if root is None else root
    known = [header.id for header in list_regimes(base)]
    found = {}
    unread: dict[str, str] = {}
    for name in names or known:
        if not (base / name).is_dir():
            raise UnknownRegimeError(name, known)
        found[name] = check_regime(base / name)
        if not found[name]:
            law = load_regime(name, base)
            found[name] = check_examples(law)
            unread[name] = f"{len(unreviewed(law))} of {len(law.rules)}"
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
            if name in unread:
                print(f"  {unread[name]} rules not reviewed by two")
    if any(found.values()):
        raise typer.Exit(1)


OnOption = Annotated[
    str,
    typer.Option(
        "--on",
        help="The day whose law is proved; each package's own day without it.",
    ),
]


@app.command()
def prove(
    names: Names = None,
    on: OnOption = "",
    texts: Texts = None,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Prove that packages are complete, consistent, without dead rules or leaks."""
    from licet.determination import (
        Property,
        SolverMissingError,
        check_citations,
        proofs_json,
    )
    from licet.determination import prove as prove_regime
    from licet.kernel import parse_day
    from licet.regimes import list_regimes, load_regime

    found = {}
    for name in names or [header.id for header in list_regimes(root)]:
        regime = load_regime(name, root)
        day = parse_day(on) if on else regime.header.version
        try:
            proofs = dict(prove_regime(regime, on=day))
        except SolverMissingError as error:
            print(f"licet: {error}", file=sys.stderr)
            raise typer.Exit(4) from None
        proofs[Property.CITATIONS] = check_citations(regime, _texts(texts), on=day)
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


def _texts(folder: Path | None) -> "LawTextFolder | NoLawTexts":
    """The official texts in a folder, else those beside the checkout, else none."""
    from licet.regimes import LawTextFolder, NoLawTexts

    beside = Path.cwd().parent / "shared" / "data" / "law"
    place = folder or Path(os.environ.get("LICET_LAW_TEXTS") or beside)
    return LawTextFolder(root=place) if place.is_dir() else NoLawTexts()


@app.command("texts")
def record_texts(
    name: Annotated[str, typer.Argument(help="A package.")],
    texts: Texts = None,
    root: Root = None,
) -> None:
    """Print the hash of every official text at hand that a package cites, as its file texts.yaml."""
    from licet.determination import recorded_texts
    from licet.regimes import load_regime

    found = recorded_texts(load_regime(name, root), _texts(texts))
    print(
        "# SHA-256 of the official texts that the package restates, as they read when it was"
    )
    print(
        f"# checked. Made by `licet regime texts {name}`; the texts themselves are not kept."
    )
    print("\ntexts:" if found else "\ntexts: {}")
    for pinpoint, sha256 in found.items():
        print(f"  {json.dumps(pinpoint)}: {{sha256: {sha256}}}")


def _tell_proofs(found: Mapping[str, Mapping[str, Any]]) -> None:
    for name, proofs in found.items():
        print(f"{name}: {proofs['rules']} rules")
        for key, state in proofs.items():
            if key not in {"rules", "witnesses"}:
                print(f"  {key}: {state}")
        for key, failures in proofs["witnesses"].items():
            for failure in failures:
                print(f"  {key}: {', '.join(failure['rules'])}: {failure['words']}")
                facts = json.dumps(failure["facts"], ensure_ascii=False)
                print(f"    on {failure['on']}: {facts}")


BeforeArgument = Annotated[
    str, typer.Argument(help="A package or its folder, perhaps with @DAY.")
]
AfterArgument = Annotated[
    str, typer.Argument(help="The other one; it may be the same on another day.")
]
CaseloadOption = Annotated[
    Path | None,
    typer.Option("--caseload", help="JSON Lines or Parquet of past cases to replay."),
]
TracesOption = Annotated[
    int,
    typer.Option(min=0, help="Changed cases shown with both traces; then without."),
]
ExactOption = Annotated[
    int,
    typer.Option(min=0, help="Open situations decided one by one, at most."),
]


@app.command()
def diff(  # noqa: PLR0913, PLR0917  # one parameter an option of the command
    before: BeforeArgument,
    after: AfterArgument,
    caseload: CaseloadOption = None,
    traces: TracesOption = 200,
    exact: ExactOption = 5000,
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Compare two laws, or one law on two days: words, answers, past cases."""
    from licet.cli.casebook import replayed
    from licet.determination import (
        SolverMissingError,
        changed_outcomes,
        compile_regime,
    )
    from licet.determination.bulk import BulkMissingError
    from licet.regimes import changed_texts

    (old, old_day), (new, new_day) = _dated(before, root), _dated(after, root)
    first, second = compile_regime(old, on=old_day), compile_regime(new, on=new_day)
    try:
        cases = None if caseload is None else replayed.load(caseload)
        outcomes = changed_outcomes(first, second)
    except (SolverMissingError, BulkMissingError) as error:
        print(f"licet: {error}", file=sys.stderr)
        raise typer.Exit(4) from None
    found: dict[str, list[dict[str, object]]] = {
        "text": [one.to_json() for one in changed_texts(old, new)],
        "symbolic": [one.to_json() for one in outcomes],
    }
    told: list[str] = []
    if cases is not None:
        changed = replayed.compare(first, second, cases, traces=traces, exact=exact)
        found |= replayed.told_json(changed)
        told += replayed.tell(changed)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, default=str))
    else:
        _tell_difference(found)
        print(*told, sep="\n", end="\n" if told else "")


def _dated(named: str, root: Path | None) -> "tuple[Regime, date]":
    from licet.kernel import parse_day
    from licet.regimes import load_package, load_regime

    name, _, day = named.partition("@")
    folder = Path(name)
    shipped = not (folder / "package.yaml").is_file()
    regime = load_regime(name, root) if shipped else load_package(folder)
    return regime, parse_day(day) if day else regime.header.version


def _tell_difference(found: Mapping[str, list[dict[str, Any]]]) -> None:
    for change in found["text"]:
        print(f"{change['kind']} {change['section']} {change['name']}")
        for key in change["keys"]:
            print(f"  {key['key']}: {key['before']} -> {key['after']}")
    if not found["symbolic"]:
        print("No transaction has another outcome.")
    for change in found["symbolic"]:
        facts = json.dumps(change["facts"], ensure_ascii=False)
        print(f"{change['before']} -> {change['after']}: for example {facts}")


@app.command()
def sql(
    name: Annotated[str, typer.Argument(help="A package or its folder.")],
    on: Annotated[
        str,
        typer.Option("--on", help="The day of the law; the package's own without it."),
    ] = "",
    root: Root = None,
) -> None:
    """Print a law as one SQL text that decides every row of a table of facts."""
    from licet.determination.bulk import plan_of, sql_of

    regime, day = _dated(f"{name}@{on}", root)
    print(sql_of(plan_of(regime, on=day)), end="")


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
