"""``licet ownership``: what listed parties own, by the law's own numbers, with the path."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from licet.cli import owning
from licet.cli.acting import As, AsJson, person, recorded

if TYPE_CHECKING:
    from datetime import date

    from licet.diversion import (
        Declared,
        Discrepancy,
        NotApplied,
        Owned,
        Ownership,
        OwnershipLaw,
    )
    from licet.regimes import Regime


class TraceByDefault(TyperGroup):
    """A group whose first word may be the file to trace: the form that came first stays."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  # a context of typer's own
        """Put ``trace`` before whatever names none of the commands."""
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["trace", *args]
        return super().parse_args(ctx, args)


ownership_app = typer.Typer(
    cls=TraceByDefault,
    help="Who owns, controls or directs whom: a file, data in service, a case.",
)


def register(app: typer.Typer) -> None:
    """Add ``licet ownership``."""
    ownership_app.command("state")(owning.state)
    ownership_app.command("withdraw")(owning.withdraw)
    ownership_app.command("judge")(owning.judge)
    ownership_app.command("same")(owning.same)
    app.add_typer(ownership_app, name="ownership", no_args_is_help=True)


FileArgument = Annotated[
    Path, typer.Argument(help="Statements: BODS 0.4 or FollowTheMoney, as JSON.")
]
ListedOption = Annotated[
    Path, typer.Option(help="Ids of listed parties, one a line; # is a remark.")
]
RegimeOption = Annotated[
    str,
    typer.Option(help="The law, for example us/ear, or the folder of a draft package."),
]
OnOption = Annotated[
    str, typer.Option(help="The day of the law and the statements; today without.")
]
ArrangementsOption = Annotated[
    Path | None,
    typer.Option(help="Joint arrangements, one a line: ids of those who act together."),
]


@ownership_app.command("trace")
def ownership(  # one parameter an option of the command
    file: FileArgument,
    listed: ListedOption,
    regime: RegimeOption,
    on: OnOption = "",
    arrangements: ArrangementsOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Say which entities listed parties own, surely or possibly, and by which statements.

    Ends in 1 when the law applies no rule on listed owners on that day.
    """
    from licet.diversion import (
        NotApplied,
        discrepancies,
        network_of,
        ownership_law,
        read_declared,
    )
    from licet.diversion import ownership as trace

    package = _package(regime)
    day = _day(on, package)
    law = ownership_law(package, on=day)
    names = [name for line in _lines(listed) for name in line]
    declared = read_declared(file)
    if isinstance(law, NotApplied):
        _not_applied(package, law, as_json=as_json)
        raise typer.Exit(1)
    joint = [] if arrangements is None else _lines(arrangements)
    network = network_of(declared)
    found = trace(network, names, law, on=day, arrangements=joint)
    wrong = (*declared.unnamed, *discrepancies(found.graph))
    if as_json:
        print(json.dumps(_document(found, declared, wrong), ensure_ascii=False))
        return
    _show(found)
    for name in found.absent:
        print(f"licet: {name} is listed and not in {file.name}.", file=sys.stderr)
    for one in wrong:
        places = "; ".join(str(source) for source in one.sources)
        print(f"licet: {one.words} [{places}]", file=sys.stderr)
    for sort, count in declared.unread.items():
        print(f"licet: {count} of {sort} left aside.", file=sys.stderr)


def _package(regime: str) -> "Regime":
    from licet.regimes import load_package, load_regime

    folder = Path(regime)
    if (folder / "package.yaml").is_file():
        return load_package(folder)
    return load_regime(regime)


def _day(on: str, package: "Regime") -> "date":
    from zoneinfo import ZoneInfo

    from licet.kernel import parse_day

    if on:
        return parse_day(on)
    return datetime.now(UTC).astimezone(ZoneInfo(package.header.zone)).date()


def _lines(path: Path) -> list[list[str]]:
    from licet.kernel import InputError

    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8. Save the file as UTF-8.") from error
    lines = [line.partition("#")[0].split() for line in text.splitlines()]
    return [line for line in lines if line]


def _not_applied(package: "Regime", law: "NotApplied", *, as_json: bool) -> None:
    rules = [one.to_json() | {"days": _days(one)} for one in law.rules]
    if as_json:
        document = {"regime": package.header.id, "on": str(law.on), "law": None}
        print(json.dumps(document | {"other_days": rules}, ensure_ascii=False))
        return
    print(f"{package.header.id} applies no rule on listed owners on {law.on}.")
    for one in rules:
        print(f"  {one['id']}: {one['days']}")


def _days(law: "OwnershipLaw") -> str:
    said = f"{law.force.first or 'ever'} to {law.force.last or 'further notice'}"
    if law.suspended is not None:
        said += f", suspended {law.suspended.first} to {law.suspended.last}"
    return said


def _document(
    found: "Ownership", declared: "Declared", wrong: "tuple[Discrepancy, ...]"
) -> dict[str, object]:
    return {
        "regime": found.law.regime,
        "on": str(found.graph.on),
        "law": found.law.to_json(),
        "entities": [_entity(found, one) for one in found.owned()],
        "of": found.graph.nodes,
        "listed_absent": list(found.absent),
        "discrepancies": [
            {
                "trouble": one.trouble,
                "entity": one.entity,
                "words": one.words,
                "sources": [str(source) for source in one.sources],
            }
            for one in wrong
        ],
        "unread": dict(declared.unread),
    }


def _entity(found: "Ownership", one: "Owned") -> dict[str, object]:
    from licet.diversion import in_sentence

    network = found.graph.network
    return {
        "id": one.entity,
        "name": network.name(one.entity),
        "extent": one.extent,
        "shares": {"low": one.shares[0], "high": one.shares[1]},
        "path": [in_sentence(each, network) for each in one.path],
    }


def _show(found: "Ownership") -> None:
    from licet.diversion import Extent, in_sentence, shares_in_words

    law, network = found.law, found.graph.network
    mark = "" if law.citation.verified else ", not verified"
    print(f"{law.regime} on {found.graph.on}: {law.title}")
    print(f"  {law.words} [{law.citation}{mark}]")
    counts = dict.fromkeys((Extent.SURELY, Extent.POSSIBLY), 0)
    for one in found.owned():
        counts[one.extent] += 1
        held = shares_in_words(one)
        print(f"{one.extent} owned: {network.name(one.entity)} ({one.entity}), {held}")
        for each in one.path:
            print(f"  {in_sentence(each, network)}")
    said = ", ".join(f"{count} {extent}" for extent, count in counts.items())
    print(f"{said} owned, of {found.graph.nodes}")


@ownership_app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="FollowTheMoney or BODS 0.4, as JSON.")],
    source: Annotated[
        str, typer.Option(help="The register, for example companies_house.")
    ],
    published: Annotated[
        str, typer.Option(help="The day as of which the source speaks, YYYY-MM-DD.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Take a file of statements into service in place of the earlier one of its source.

    Open cases that it may concern are traced again. Ends in 2 when the file cannot be read;
    then nothing has changed.
    """
    from licet.kernel import parse_day

    content = file.read_bytes()
    day = parse_day(published) if published else None
    with recorded():
        from pydantic import TypeAdapter

        from licet.web.casework.access import SYSTEM
        from licet.web.casework.services.ownership.ownership_sets import (
            Sheet,
            import_ownership,
        )
        from licet.web.casework.views import OwnershipSetView

        sheet = Sheet(file=file.name, content=content, source=source, published=day)
        found = import_ownership(by=SYSTEM, sheet=sheet)
        told = TypeAdapter(OwnershipSetView).dump_python(found, mode="json")
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
        return
    print(
        f"{found.source} {found.version}: {found.entities} entities, "
        f"{found.statements} statements, {found.trouble_count} things that cannot all be true"
    )
    for one in found.troubles:
        print(f"licet: {one['words']} [{'; '.join(one['sources'])}]", file=sys.stderr)
    for sort, count in found.unread.items():
        print(f"licet: {count} of {sort} left aside.", file=sys.stderr)


@ownership_app.command("sets")
def list_sets(as_json: AsJson = False) -> None:
    """Ownership data held: source, version, day, counts, what is in service."""
    with recorded():
        from pydantic import TypeAdapter

        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.ownership.ownership import ownership_sets
        from licet.web.casework.views import OwnershipSetView

        found = ownership_sets(viewer=SYSTEM)
        told = TypeAdapter(tuple[OwnershipSetView, ...]).dump_python(found, mode="json")
    if as_json:
        print(json.dumps({"sets": told}, ensure_ascii=False))
        return
    for one in found:
        state = "in service" if one.serving else "replaced"
        print(
            f"{one.source} {one.version} ({state}): {one.entities} entities, "
            f"{one.statements} statements, as of {one.published or 'a day not stated'}"
        )
    if not found:
        print("No ownership data. Run `licet ownership import FILE --source NAME`.")


@ownership_app.command("case")
def trace_case(
    number: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
    on: Annotated[
        str, typer.Option(help="The day; that of the computation without.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Who stands behind the parties of a case, under each law, with the path.

    The read is entered like one in the browser.
    """
    with recorded():
        from pydantic import TypeAdapter

        from licet.web.casework.selectors.ownership.ownership import case_ownership
        from licet.web.casework.views import OwnershipView

        found = case_ownership(viewer=person(who), case=number, on=on)
        told = TypeAdapter(OwnershipView).dump_python(found, mode="json")
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
        return
    print(f"{found.case} on {found.on}{'' if found.traced else ', not traced yet'}")
    for one in found.findings:
        said = one.verdict.verdict if one.verdict else "open" if one.open else "-"
        print(f"{one.standing}: {one.party} under {one.regime} ({said}) [{one.id}]")
        for each in one.path:
            print(f"  {each['words']}")
    for two in found.namesakes:
        where = f"{two.source}:{two.entity}"
        print(f"namesake: {two.party} and {where} {two.name} ({two.standing})")
    for stated in found.stated:
        gone = ", withdrawn" if stated.withdrawn else ""
        print(f"stated [{stated.id}]: {stated.words} ({stated.source}{gone})")
    for words in found.wrong:
        print(f"licet: {words}", file=sys.stderr)
