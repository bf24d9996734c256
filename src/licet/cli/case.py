"""``licet case``: the work of officers on the machine of the installation."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli.acting import (
    As,
    AsJson,
    in_json,
    person,
    proven,
    recorded,
    require_new,
    write_new,
)
from licet.kernel import InputError


def register(app: typer.Typer) -> None:
    """Add ``case`` and its sub-commands to the command."""
    case = typer.Typer(help="Cases, as officers work on them.", no_args_is_help=True)
    case.command("list")(list_cases)
    case.command("show")(show)
    case.command("acts")(acts)
    case.command("do")(do)
    case.command("record")(record)
    case.command("bundle")(bundle)
    case.command("document")(document)
    case.command("review")(review)
    case.command("clock")(clock)
    case.command("due")(due)
    case.command("conditions")(conditions)
    app.add_typer(case, name="case")


def list_cases(
    who: As,
    state: Annotated[str, typer.Option(help="Only cases in this state.")] = "",
    text: Annotated[str, typer.Option(help="Only cases with this in their head.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the cases that a person may see."""
    with recorded():
        from licet.web.casework.selectors.desk import desk

        found = desk.cases(viewer=person(who), state=state, text=text)
        if as_json:
            print(json.dumps([json.loads(in_json(one)) for one in found]))
            return
        for one in found:
            print(f"{one.number}  {one.state_words}  {one.title}")


def show(
    number: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
    as_json: AsJson = False,
) -> None:
    """Show a case as a person may see it; the read is entered in the record."""
    with recorded():
        from licet.web.casework.selectors.desk import desk

        found = desk.case(viewer=person(who), case=number)
        print(in_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # a case view; the web part may be absent
    yield f"{found.number}: {found.title}"
    yield f"{found.state_words} (version {found.version}). {found.clock.words}"
    for one in found.determinations:
        yield f"  {one.regime}: {one.item_name}: {one.sentence}"
    for one in found.obstacles:
        yield f"  open: {one.words}"
    for one in found.acts:
        yield f"  can: {one.act}"


def acts() -> None:
    """List every act with what must be said for it (--set NAME=VALUE)."""
    with recorded():
        from licet.web.casework.services.programs import performing

        for act in sorted(performing.acts()):
            print(f"{act}: {', '.join(performing.needs(act)) or 'nothing'}")


def do(  # noqa: PLR0913  # one parameter for each option
    subject: Annotated[
        str,
        typer.Argument(
            help="Number of the case, licence or opinion, or id of the appeal."
        ),
    ],
    act: Annotated[str, typer.Argument(help="The act, as licet case acts names it.")],
    who: As,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="NAME=VALUE, the value as JSON or as plain text."),
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="A JSON file of all that is said.")
    ] = None,
    *,
    code: Annotated[
        str,
        typer.Option(help="The present code of the second factor; asked without it."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Do an act for a person who proves who they are; it is entered in the record."""
    said = _said(given or (), source)
    with recorded():
        from licet.web.casework.services.programs.performing import perform

        by = proven(who, code, act)
        done = perform(act, by=by, subject=subject, said=said)
        print(in_json(done) if as_json else f"{act}: done.")


def _said(given: list[str] | tuple[str, ...], source: Path | None) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if source is not None:
        try:
            said = json.loads(source.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{source} is no JSON file. Give one object.") from error
        if not isinstance(said, dict):
            raise InputError(f'{source} holds no object. Write {{"reasons": "..."}}.')
    for one in given:
        name, mark, value = one.partition("=")
        if not mark:
            raise InputError(f"--set {one!r} has no value. Write --set NAME=VALUE.")
        said[name] = _value(value)
    return said


def _value(text: str) -> object:
    """A value as JSON where it is an object, a list or a truth; everything else is text."""
    if not text.startswith(("{", "[")) and text not in {"true", "false", "null"}:
        return text
    try:
        value: object = json.loads(text)
    except ValueError as error:
        raise InputError(f"{text!r} is not JSON. Put text in as it is.") from error
    return value


def record(
    number: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
    as_json: AsJson = False,
) -> None:
    """Check the record of a case: every act, its proof, every file; 1 when something is wrong."""
    with recorded():
        from licet.web.casework.selectors.keeping.record import case_record

        found = case_record(viewer=person(who), case=number, check=True)
        print(in_json(found) if as_json else "\n".join(_record_lines(found)))
        if found.faults:
            raise typer.Exit(1)


def _record_lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # a view; the web part may be absent
    yield f"{found.number}, log {found.origin} at {found.size} entries"
    for one in found.acts:
        entry = "waits" if one.entry is None else one.entry
        yield f"  {entry}  {one.at:%Y-%m-%d %H:%M}  {one.proof}  {one.words}  {one.by}"
    for words in found.faults:
        yield f"  WRONG: {words}"
    yield f"{len(found.acts)} acts, {found.documents} files, {len(found.faults)} faults."


def bundle(
    number: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
    purpose: Annotated[str, typer.Option(help="What it is for; kept on record.")],
    out: Annotated[Path, typer.Option(help="The archive to write; a new file.")],
) -> None:
    """Write a case as one sealed archive that `licet verify` checks offline, years later."""
    if out.exists():
        raise InputError(f"{out} is there already. Name a new file.")
    with recorded():
        from licet.web.casework.services.keeping.bundles import make_bundle

        made = make_bundle(by=person(who), case=number, purpose=purpose)
    try:
        with out.open("xb") as target:
            target.write(made.content)
    except OSError as error:
        raise InputError(
            f"{out} cannot be written ({error.strerror}). Name another place."
        ) from error
    print(f"{out}: {len(made.content)} bytes. Check with: licet verify {out}")


def document(
    number: Annotated[str, typer.Argument(help="Number of the case.")],
    evidence: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Id, as show --json has it.")
    ],
    who: As,
    out: Annotated[Path, typer.Option(help="The file to write; a new one.")],
) -> None:
    """Write a document that was uploaded to a case; the read is entered in the record."""
    require_new(out)
    with recorded():
        from licet.web.casework.selectors.desk import documents

        found = documents.document(viewer=person(who), case=number, document=evidence)
        write_new(out, found.content)


def review(
    number: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
    as_json: AsJson = False,
) -> None:
    """Show the review between bodies: clocks, sides, levels, agreed conditions, markings."""
    with recorded():
        from licet.web.casework.selectors.review.review import review as read

        found = read(viewer=person(who), case=number)
        print(in_json(found) if as_json else "\n".join(_review_lines(found)))


def _review_lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # a view; the web part may be absent
    yield f"{found.number}: {found.procedure or 'no procedure in the governing law'}"
    yield f"tier {found.tier}; silence: {found.silence}"
    for one in found.due:
        yield f"  {one.key} {one.day} {one.standing}: {one.title} ({one.kind})"
    for side, names in found.sides.items():
        yield f"  {side}: {', '.join(names)}"
    for name in found.silent:
        yield f"  silent: {name}"
    for level in found.levels:
        ended = level.verdict or level.how or "at work"
        yield f"  level {level.number} {level.level}: {ended}, until {level.due or 'no day'}"
        for vote in level.votes:
            yield f"    {vote.member} {vote.verdict}: {vote.words}"
    for one in found.conditions:
        words = one.condition.words if one.condition else "let go by its owner"
        yield f"  condition {one.key}: {words}"
    for one in found.see_requests:
        yield f"  {one.team} asks {one.owner} to see: {one.gist} [{one.id}]"


def clock(
    number: Annotated[str, typer.Argument(help="Number of the case.")],
    who: As,
) -> None:
    """Print what happened to the clock of a case, as `licet clock` takes it."""
    with recorded():
        from licet.web.casework.selectors.review.review import review as read

        found = read(viewer=person(who), case=number)
        print(json.dumps(found.events, ensure_ascii=False))


def due(
    number: Annotated[str, typer.Argument(help="Number of the licence.")],
    who: As,
    as_json: AsJson = False,
) -> None:
    """List what is due when, and by whom, under a licence."""
    with recorded():
        from licet.web.casework.selectors.review.conditions import licence_with_duties

        found = licence_with_duties(viewer=person(who), licence=number)
        if as_json:
            print(in_json(found.duties))
            return
        for one in found.duties:
            when = one.day or (f"after {one.waits_for}" if one.waits_for else "always")
            print(
                f"{when}  {one.duty}  {one.title}: {one.rule}; shown by {one.evidence}"
            )


def conditions(who: As, as_json: AsJson = False) -> None:
    """Count signed conditions by type, with what fitted none."""
    with recorded():
        from licet.web.casework.selectors.review.conditions import condition_figures

        found = condition_figures(viewer=person(who))
        if as_json:
            print(in_json(found))
            return
        for one in found.types:
            print(f"{one.number:6}  {one.type}")
        print(f"{found.other} of {found.total} fitted no type.")
        for other in found.others:
            print(f"  {other.case}: {other.words} ({other.reason})")
