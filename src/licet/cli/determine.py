"""``licet determine``: one determination with its trace, citations and open questions."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from licet.determination import Determination
    from licet.facts import Transaction
    from licet.regimes import Regime


def register(main: typer.Typer) -> None:
    """Add the command to the ``licet`` command."""
    main.command()(determine)


def determine(  # typer passes them by name
    facts: Annotated[
        str, typer.Argument(help="A JSON file of facts, or - for standard input.")
    ],
    regime: Annotated[
        str,
        typer.Option(
            "--regime",
            help="The law, for example us/ear, or the folder of a draft package.",
        ),
    ],
    on: Annotated[
        str, typer.Option("--on", help="The day whose law applies; today without it.")
    ] = "",
    item: Annotated[
        int, typer.Option("--item", help="Which item, counted from 0.")
    ] = 0,
    ordinary: Annotated[
        bool,
        typer.Option(
            "--ordinary",
            help="Enter ordinary answers, as assumed, for what is left out.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Ask whether a transaction needs an authorisation, and by which rule."""
    from licet.determination import assume_ordinary
    from licet.determination import determine as decide
    from licet.facts import parse_facts

    transaction = parse_facts(_read(facts))
    law = _law(regime)
    _require_known(transaction, law)
    if ordinary:
        transaction = assume_ordinary(transaction, law, item=item)
    day = _day(on, transaction, law)
    determination = decide(transaction, law, on=day, item=item)
    if as_json:
        print(json.dumps(determination.to_json(), ensure_ascii=False))
    else:
        _show(determination)


def _read(facts: str) -> bytes:
    from licet.facts import MalformedFactsError

    if facts == "-":
        return sys.stdin.buffer.read()
    path = Path(facts)
    if not path.is_file():
        raise MalformedFactsError(facts, "there is no such file")
    return path.read_bytes()


def _law(regime: str) -> "Regime":
    from licet.regimes import load_package, load_regime

    folder = Path(regime)
    if (folder / "package.yaml").is_file():
        return load_package(folder)
    return load_regime(regime)


def _require_known(transaction: "Transaction", law: "Regime") -> None:
    """A fact of another shipped law is left alone; one that no law knows is refused."""
    from licet.facts import UnknownFactError, core_vocabulary, require_known
    from licet.regimes import list_regimes, load_regime

    core = core_vocabulary()
    try:
        require_known(transaction, law.facts, core)
    except UnknownFactError:
        others = [
            load_regime(header.id).facts
            for header in list_regimes()
            if header.id != law.header.id
        ]
        require_known(transaction, law.facts, core, *others)


def _day(on: str, transaction: "Transaction", law: "Regime") -> "date":
    from zoneinfo import ZoneInfo

    from licet.kernel import parse_day

    if on:
        return parse_day(on)
    if transaction.as_of is not None:
        return transaction.as_of
    return datetime.now(UTC).astimezone(ZoneInfo(law.header.zone)).date()


def _show(determination: "Determination") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    console.print(Text(determination.sentence, style="bold"))
    console.print(
        f"Law: {determination.regime} of {determination.on}, "
        f"version {determination.regime_version[:12]}",
        markup=False,
    )
    for entry in determination.classification:
        line = f"Entry {entry.entry} ({entry.basis}): {entry.title} [{entry.citation}]"
        console.print(line, markup=False)
    rules = Table("rule", "effect", "law", title="Rules whose condition holds")
    for rule in determination.rules:
        if rule.value == "true":
            defeated = f"defeated by {', '.join(rule.defeated_by)}"
            effect = (
                "fired" if rule.fired else defeated if rule.defeated_by else "waits"
            )
            rules.add_row(Text(rule.title), effect, Text(str(rule.citation)))
    console.print(rules)
    undecided = sum(rule.value == "unknown" for rule in determination.rules)
    if undecided:
        console.print(f"{undecided} rules wait for facts that are open.")
    if determination.consequences.available:
        available = ", ".join(determination.consequences.available)
        console.print(f"Can be used or applied for: {available}", markup=False)
    for number, question in enumerate(determination.questions, 1):
        law = "" if question.citation is None else f" [{question.citation}]"
        console.print(
            f"{number}. {question.question} ({question.fact}) {question.why}{law}",
            markup=False,
        )
