"""What officers say of lists: an alert is handled, a version that was stopped accepted or rejected."""

from typing import Annotated, Any

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Code,
    all_in_json,
    in_json,
    person,
    proven,
    recorded,
    written,
)

Reasons = Annotated[str, typer.Option(help="Why; - reads it from the input.")]


def handle(
    alert: Annotated[int, typer.Argument(help="Number in licet lists alerts.")],
    who: As,
    reasons: Reasons,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Say what was done about an alert; an officer does this, once."""
    why = written(reasons)
    with recorded():
        from licet.web.casework.services.screening.list_alerts import handle_list_alert

        by = proven(who, code, "handle_list_alert")
        done = handle_list_alert(by=by, alert=alert, reasons=why)
        words = f"alert {done.id}: handled by {done.handled_by}"
        print(in_json(done) if as_json else words)


def questions(who: As, *, as_json: AsJson = False) -> None:
    """List the versions of lists that were stopped, the newest first, at most 50."""
    with recorded():
        from licet.web.casework.selectors.screening.list_questions import (
            questions as read,
        )

        found = read(viewer=person(who))
        if as_json:
            print(all_in_json(found))
            return
        print("\n".join(map(_line, found)) or "No version was stopped.")


def _line(one: Any) -> str:  # noqa: ANN401  # a question; the web part may be absent
    return (
        f"{one.id}  {one.standing}  {one.source} {one.version}: {one.entries} entries, "
        f"{one.lost} would go"
    )


def answer_question(  # one parameter for each option
    question: Annotated[int, typer.Argument(help="Number in licet lists questions.")],
    who: As,
    reasons: Reasons,
    accepted: Annotated[
        bool,
        typer.Option(
            "--accept/--reject", help="It comes into service, or is forgotten."
        ),
    ],
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Say whether a version that was stopped is right. It cannot be undone."""
    why = written(reasons)
    with recorded():
        from licet.web.casework.services.screening.list_questions import (
            answer_list_question,
        )

        by = proven(who, code, "answer_list_question")
        done = answer_list_question(
            by=by,
            question=question,
            answer="accepted" if accepted else "rejected",
            reasons=why,
        )
        print(in_json(done) if as_json else _line(done))
