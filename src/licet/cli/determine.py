"""``licet determine``: one determination with its trace, citations and open questions."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from licet.determination import Change, Stacked
    from licet.facts import Transaction
    from licet.regimes import Regime


def register(main: typer.Typer) -> None:
    """Add the command to the ``licet`` command."""
    main.command()(determine)


FactsArgument = Annotated[
    str, typer.Argument(help="A JSON file of facts, or - for standard input.")
]
RegimeOption = Annotated[
    str,
    typer.Option(
        "--regime",
        help="The law, for example us/ear, or the folder of a draft package.",
    ),
]
OnOption = Annotated[
    str, typer.Option("--on", help="The day whose law applies; today without it.")
]
KnownOnOption = Annotated[
    str,
    typer.Option(
        "--known-on",
        help="Leave out what was published after this day; all of it counts without.",
    ),
]
ItemOption = Annotated[int, typer.Option("--item", help="Which item, counted from 0.")]
OrdinaryOption = Annotated[
    bool,
    typer.Option(
        "--ordinary",
        help="Enter ordinary answers, as assumed, for what is left out.",
    ),
]
WhatWouldChangeOption = Annotated[
    bool,
    typer.Option(
        "--what-would-change",
        help="Also say which facts force the outcome and which changes would turn it.",
    ),
]


def determine(  # noqa: PLR0913, PLR0917  # typer passes them by name
    facts: FactsArgument,
    regime: RegimeOption,
    on: OnOption = "",
    known_on: KnownOnOption = "",
    item: ItemOption = 0,
    ordinary: OrdinaryOption = False,
    what_would_change: WhatWouldChangeOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Ask whether a transaction needs an authorisation, and by which rule."""
    from licet.determination import assume_ordinary, determine_stack
    from licet.facts import parse_facts
    from licet.kernel import parse_day
    from licet.regimes import as_known, load_regime

    transaction = parse_facts(_read(facts))
    law = _law(regime)
    binding = [load_regime(name) for name in law.header.binds]
    _require_known(transaction, law)
    if ordinary:
        for one in (law, *binding):
            transaction = assume_ordinary(transaction, one, item=item)
    day = _day(on, transaction, law)
    if known_on:
        law, *binding = (
            as_known(one, on=parse_day(known_on)) for one in (law, *binding)
        )
    found = determine_stack(transaction, law, binding, on=day, item=item)
    change = _change(transaction, law, day, item) if what_would_change else None
    if as_json:
        also = {} if change is None else {"what_would_change": change.to_json()}
        print(json.dumps(found.to_json() | also, ensure_ascii=False))
        return
    _show(found)
    if change is not None:
        _show_change(change)


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


def _change(
    transaction: "Transaction", law: "Regime", day: "date", item: int
) -> "Change":
    from licet.determination import compile_regime, what_would_change

    program = compile_regime(law, on=day)
    return what_would_change(program, transaction, item=item)


def _show_change(change: "Change") -> None:
    from rich.console import Console

    from licet.determination import PLAIN

    console = Console()
    if change.reasons is not None:
        least = "the fewest facts that" if change.reasons.smallest else "facts that"
        console.print(f"These are {least} force the outcome, whatever the others are:")
        for one in (*change.reasons.held, *change.reasons.facts):
            console.print(f"  {one.path}: {one.value}", markup=False)
    for number, flip in enumerate(change.flips, 1):
        console.print(f"Change {number}: {PLAIN[flip.outcome]}, if", markup=False)
        for fact in flip.facts:
            values = (
                " or ".join(str(value) for value in fact.becomes) or "another value"
            )
            line = f"  {fact.question} ({fact.path}) {values} instead of {fact.was}"
            console.print(line, markup=False)
    if not change.flips:
        console.print("No change of facts that the parties can change was found.")
    if not change.exact:
        console.print("Not every possible change was looked at.")


def _show(found: "Stacked") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    determination = found.combined
    console = Console()
    console.print(Text(determination.sentence, style="bold"))
    console.print(
        f"Law: {determination.regime} of {determination.on}, "
        f"version {determination.regime_version[:12]}",
        markup=False,
    )
    if len(found.instruments) > 1:
        for one in found.instruments:
            mark = "governs" if one.regime in found.governs else "also binds"
            console.print(f"{one.regime} ({mark}): {one.sentence}", markup=False)
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
