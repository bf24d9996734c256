"""``licet risk``: the weighing of a transaction, the method it follows, and a caseload weighed anew."""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from licet.kernel import InputError, parse_day

if TYPE_CHECKING:
    from licet.facts import Transaction
    from licet.regimes import Regime
    from licet.risk import Evidence

risk_app = typer.Typer(
    help="Prohibitions, criteria and the balance: what drives the work that a case gets."
)
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Law = Annotated[
    str,
    typer.Option("--regime", help="The law, or the folder of a draft package."),
]


def register(app: typer.Typer) -> None:
    """Add ``licet risk``."""
    app.add_typer(risk_app, name="risk", no_args_is_help=True)


@risk_app.command("assess")
def assess_facts(  # typer passes them by name
    facts: Annotated[
        str, typer.Argument(help="A JSON file of facts, or - for standard input.")
    ],
    regime: Law,
    on: Annotated[
        str, typer.Option("--on", help="The day whose law applies; today without it.")
    ] = "",
    item: Annotated[
        int, typer.Option("--item", help="Which item, counted from 0.")
    ] = 0,
    evidence: Annotated[
        Path | None,
        typer.Option(
            help="A JSON list of evidence: about, source, dated, and answers or low, best, high."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Assess a transaction in three steps: prohibitions, mandatory criteria, the balance.

    Country data of the state are read for the destination. The band says how much work a
    case gets; it is never a reason to grant or to refuse.
    """
    from licet.cli.determine import _day, _law, _read
    from licet.facts import parse_facts
    from licet.regimes import load_regime
    from licet.risk import assess

    transaction = parse_facts(_read(facts))
    law = _law(regime)
    binding = [load_regime(name) for name in law.header.binds]
    day = _day(on, transaction, law)
    given = (*_profiles(transaction, [law, *binding], day), *_given(evidence))
    found = assess(
        transaction, law, on=day, item=item, binding=binding, evidence=given
    ).to_json()
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(*_lines(found), sep="\n")


def _given(place: Path | None) -> "tuple[Evidence, ...]":
    """The evidence of a file.

    Raises:
        InputError: It is no list of evidence.
    """
    from licet.risk import Evidence

    if place is None:
        return ()
    try:
        told = json.loads(place.read_bytes(), parse_float=str)
    except ValueError as error:
        raise InputError(f"{place}: not JSON ({error}). Write a list of evidence.") from error  # fmt: skip
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise InputError(f"{place}: not a list of evidence. Write `[{{...}}, ...]`.")
    return tuple(Evidence.from_json(one) for one in told)


def _profiles(
    transaction: "Transaction", laws: "list[Regime]", day: date
) -> "Iterator[Evidence]":
    """What the country data of the state say of destination and transit."""
    from licet.cli.lists import state_dir
    from licet.risk import profile_evidence
    from licet.risk.destination import held_of, profile

    for role in ("destination", "transit"):
        fact = transaction.facts.get(role)
        for said in fact.statements if fact is not None else ():
            several = said.value if isinstance(said.value, tuple) else (said.value,)
            for country in map(str, several):
                held = held_of(state_dir(), country)
                found = profile(country, day, held=held, regimes=laws)
                yield from profile_evidence(found.to_json(most=1), role=role)


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    for one in found["prohibitions"]:
        state = "reached" if one["certain"] else "may be reached"
        yield f"Step 1, prohibition {state}: {one['title']}"
    if not found["prohibitions"]:
        yield "Step 1: no prohibition is reached."
    for one in found["criteria"]:
        kind = "mandatory" if one["mandatory"] else "to be weighed"
        yield f"Step 2, {kind}, {one['standing'].replace('_', ' ')}: {one['title']}. {one['words']}"
    weighed = found["weighed"]
    if weighed is None:
        from licet.risk import NO_WEIGHTS

        yield f"Step 3: {NO_WEIGHTS}"
        return
    yield from _weighed_lines(weighed)


def _weighed_lines(weighed: Mapping[str, Any]) -> Iterator[str]:
    points, value = weighed["points"], weighed["value"]
    yield (
        f"Step 3: {weighed['band']['title']} ({points['best']} points, {points['low']} to {points['high']}; "
        f"surely at least {weighed['band_low']}, possibly {weighed['band_high']})."
    )
    yield f"  It allocates work and is never a ground. Review: {weighed['band']['review']} Signed by: {weighed['band']['signatory']}"
    if value["best"]:
        yield f"  Legitimate value takes {value['best']} points away."
    for one in sorted(weighed["factors"], key=lambda each: -each["points"]["best"]):
        levels, given = one["levels"], one["points"]
        sign = "-" if one["favourable"] else "+"
        yield (
            f"  {sign}{given['best']:>3}  {one['title']}: level {levels['best']} ({levels['low']} to {levels['high']}) "
            f"x weight {one['weight']}"
        )
        for reading in one["readings"]:
            sources = ", ".join(
                f"{source['source']}, {source['dated']}"
                for source in reading["sources"]
            )
            yield f"          {reading['state']}: {reading['words']}{f' [{sources}]' if sources else ''}"
    for name, word in (("lower", "down"), ("upper", "up")):
        move = weighed[name]
        if move:
            how = (
                "if open evidence turns out so"
                if move["settles"]
                else "if facts change"
            )
            needed = ", ".join(
                f"{one['title']} at level {one['level']}" for one in move["changes"]
            )
            yield f"  One band {word} ({move['to']}), {how}: {needed}."


@risk_app.command("method")
def show_method(
    regime: Law,
    on: Annotated[
        str, typer.Option("--on", help="The day; the package's own without it.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Print how a law weighs risk: factors, weights, bands, and an example computed by the engine."""
    from licet.cli.determine import _law
    from licet.risk import method_chapter

    law = _law(regime)
    day = parse_day(on) if on else law.header.version
    chapter = method_chapter(law, day)
    if as_json:
        print(json.dumps(chapter.to_json(), ensure_ascii=False))
        return
    print(chapter.title)
    if not chapter.leaves:
        print(chapter.empty)
    for said in chapter.lead:
        print(*_statement(said.to_json(), 0), sep="\n")
    for leaf in chapter.leaves:
        marks = f" ({', '.join(leaf.marks)})" if leaf.marks else ""
        print(f"\n{leaf.title}{marks} [{leaf.law}]")
        for said in leaf.statements:
            print(*_statement(said.to_json(), 1), sep="\n")


def _statement(said: Mapping[str, Any], depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{said['words']}"
    for under in said.get("under", ()):
        yield from _statement(under, depth + 1)


EveryOption = Annotated[
    bool, typer.Option("--all", help="Every open case of this installation.")
]
UnderOption = Annotated[
    str,
    typer.Option(
        help="A package or folder whose weights are tried on the caseload; nothing is written."
    ),
]
WriteOption = Annotated[
    bool, typer.Option("--write", help="Keep what moved, each case in the record.")
]


@risk_app.command("recompute")
def recompute(
    every: EveryOption = False,
    under: UnderOption = "",
    write: WriteOption = False,
    as_json: AsJson = False,
) -> None:
    """Weigh the caseload anew, and say which cases moved between bands.

    Without --write nothing is kept. Progress goes to standard error; a run that is broken
    off has kept the cases it was done with, and can be started again.
    """
    from licet.cli.shell import set_up

    if not every:
        raise InputError("Say --all: the open cases of this installation are weighed.")
    if under and write:
        raise InputError("--under only tries other weights; leave --write out.")
    set_up()
    from licet.web.casework.services.findings import risk

    if under:
        moves = _tried(under)
    else:
        moves = risk.recompute_all(write=write, progress=_progress)
    document = {
        "cases": len(risk.open_cases()),
        "moved": [one.to_json() for one in moves],
        "bands": sum(one.before != one.after for one in moves),
        "kept": sum(one.kept for one in moves),
    }
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
        return
    for one in moves:
        before, after = one.before or "no band", one.after or "no band"
        print(f"{one.case}: {before} ({one.points[0]}) -> {after} ({one.points[1]})")
    print(
        f"{document['cases']} open cases: {len(moves)} moved, {document['bands']} of them to another band; "
        f"{document['kept']} kept."
    )


def _tried(under: str) -> "tuple[Any, ...]":
    from django.conf import settings

    from licet.cli.determine import _law
    from licet.regimes import load_regime
    from licet.web.casework.services.findings import risk

    law = _law(under)
    if not risk.same_readings(load_regime(settings.LICET_PROFILE), law):
        print(
            "licet: that package reads other things than the law in force; what was not weighed before counts as silent.",
            file=sys.stderr,
        )
    return risk.replay_weights(law)


def _progress(done: int, every: int) -> None:
    print(f"{done} of {every} cases weighed", file=sys.stderr)
