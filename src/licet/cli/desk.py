"""``licet desk``: the queue, its people and what they tell each other, on the machine itself."""

from typing import Annotated

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Case,
    Code,
    all_in_json,
    person,
    proven,
    recorded,
    written,
)


def register(app: typer.Typer) -> None:
    """Add ``desk`` and its sub-commands to the command."""
    group = typer.Typer(
        help="The next case, who has how much, notes, like cases, interests.",
        no_args_is_help=True,
    )
    group.command("next")(next_case)
    group.command("workload")(workload)
    group.command("assign")(assign)
    group.command("notes")(notes)
    group.command("note")(note)
    group.command("message")(message)
    group.command("mark")(mark)
    group.command("invalid-document")(invalid_document)
    group.command("like")(like)
    group.command("interests")(interests)
    group.command("declare")(declare)
    group.command("end-interest")(end_interest)
    app.add_typer(group, name="desk")


def _print(views: tuple[object, ...], lines: list[str], *, as_json: bool) -> None:
    if not as_json:
        print("\n".join(lines) or "Nothing.")
        return
    print(all_in_json(views))


def next_case(
    who: As, after: Annotated[str, typer.Option(help="The case just done with.")] = ""
) -> None:
    """Print the number of the next case; 1 when nothing waits."""
    with recorded():
        from licet.web.casework.selectors.desk import queues

        number = queues.next_case(viewer=person(who), after=after)
        print(number or "Nothing waits.")
        if not number:
            raise typer.Exit(1)


def workload(who: As, as_json: AsJson = False) -> None:
    """Print how much every officer has."""
    with recorded():
        from licet.web.casework.selectors.desk import queues

        found = queues.workload(viewer=person(who))
        lines = [
            f"{one.officer.name if one.officer else 'nobody'}: {one.open} open, "
            f"{one.late} late, {one.soon} due soon, {one.waiting} waiting"
            for one in found
        ]
        _print(found, lines, as_json=as_json)


def assign(
    officer: Annotated[str, typer.Argument(help="E-mail of the officer.")],
    cases: Annotated[list[str], typer.Argument(help="Numbers of the cases.")],
    who: As,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Give cases to an officer, each an act of its own; 1 when one could not be given."""
    with recorded():
        from licet.web.casework.services.desk import assignment

        by = proven(who, code, "assign_cases")
        done = assignment.assign_cases(
            by=by, cases=[(one, None) for one in cases], officer=person(officer).id
        )
        lines = [f"{one.case}: {'given' if one.done else one.words}" for one in done]
        _print(done, lines, as_json=as_json)
        raise typer.Exit(not all(one.done for one in done))


def notes(number: Case, who: As, as_json: AsJson = False) -> None:
    """Print the notes of a case that a person may read."""
    with recorded():
        from licet.web.casework.selectors.desk import notes as reads

        found = reads.notes(viewer=person(who), case=number)
        lines = [
            f"{one.at:%Y-%m-%d %H:%M} {one.by} [{one.marking}] {one.withheld or one.text}"
            for one in found
        ]
        _print(found, lines, as_json=as_json)


def note(
    number: Case,
    text: Annotated[str, typer.Argument(help="The note; @name tells a colleague.")],
    who: As,
    marking: Annotated[str, typer.Option(help="Who may read it.")] = "official",
    code: Code = "",
) -> None:
    """Write a note on a case."""
    with recorded():
        from licet.web.casework.services.desk import notes as acts

        by = proven(who, code, "write_note")
        acts.write_note(by=by, case=number, text=text, marking=marking)
        print(f"{number}: noted.")


def message(
    number: Case,
    text: Annotated[
        str, typer.Argument(help="The message; - reads it from the input.")
    ],
    who: As,
    code: Code = "",
) -> None:
    """Write to the applicant of a case; the message stays with it."""
    words = written(text)
    with recorded():
        from licet.web.casework.services.applying.applications import send_message

        send_message(by=proven(who, code, "send_message"), case=number, text=words)
        print(f"{number}: sent.")


def invalid_document(
    number: Case,
    document: Annotated[str, typer.Argument(help="Id, as licet case show --json has.")],
    who: As,
    reasons: Annotated[str, typer.Option(help="What is wrong with it.")],
    code: Code = "",
) -> None:
    """Mark a document invalid: no grant and no fact rests on it alone. It cannot be undone."""
    with recorded():
        from licet.web.casework.services.desk.desk import mark_document_invalid

        by = proven(who, code, "mark_document_invalid")
        mark_document_invalid(by=by, case=number, document=document, reasons=reasons)
        print(f"{number}: {document} is invalid.")


def mark(  # one parameter for each option
    number: Case,
    part: Annotated[str, typer.Argument(help="For example risk or documents.")],
    marking: Annotated[str, typer.Argument(help="Who may read it.")],
    who: As,
    reasons: Annotated[str, typer.Option(help="Why.")],
    *,
    code: Code = "",
) -> None:
    """Mark a part of a case; whoever may not read it sees that it is withheld."""
    with recorded():
        from licet.web.casework.services.desk import part_marks

        by = proven(who, code, "mark_part")
        part_marks.mark_part(
            by=by, case=number, part=part, marking=marking, reasons=reasons
        )
        print(f"{number}: {part} is {marking}.")


def like(number: Case, who: As, as_json: AsJson = False) -> None:
    """Print decided cases that are like a case, the nearest first."""
    with recorded():
        from licet.web.casework.selectors.desk.precedents import precedents

        found = precedents(viewer=person(who), case=number)
        lines = [
            f"{one.number}  {one.outcome_words}  distance {one.distance} of {one.compared}"
            for one in found
        ]
        _print(found, lines, as_json=as_json)


def interests(who: As, as_json: AsJson = False) -> None:
    """Print declared conflicts of interest: everybody's for a manager, else one's own."""
    with recorded():
        from licet.web.casework.selectors.desk import interests as reads

        viewer = person(who)
        every = viewer.may("see_interests")
        found = (reads.interests if every else reads.own_interests)(viewer=viewer)
        lines = [
            f"{one.id}  {one.person}  {one.about}  {'over' if one.ended_at else 'stands'}"
            for one in found
        ]
        _print(found, lines, as_json=as_json)


def declare(
    number: Case,
    who: As,
    reasons: Annotated[str, typer.Option(help="What the interest is.")],
    code: Code = "",
) -> None:
    """Declare a conflict of interest in a case."""
    with recorded():
        from licet.web.casework.services.desk import interests as acts

        by = proven(who, code, "declare_interest")
        acts.declare_interest(by=by, case=number, reasons=reasons)
        print(f"{number}: declared.")


def end_interest(
    interest: Annotated[int, typer.Argument(help="Number in licet desk interests.")],
    who: As,
    reasons: Annotated[str, typer.Option(help="Why it is over.")],
    code: Code = "",
) -> None:
    """Record that a declared interest is over; a manager does this, and never for oneself."""
    with recorded():
        from licet.web.casework.services.desk import interests as acts

        by = proven(who, code, "end_interest")
        done = acts.end_interest(by=by, interest=interest, reasons=reasons)
        print(f"{done.id}  {done.person}  {done.about}  over")
