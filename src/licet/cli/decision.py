"""``licet decision``: delegations, service and what a decision rests on, on the machine itself."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Case,
    Code,
    all_in_json,
    in_json,
    person,
    proven,
    recorded,
)
from licet.kernel import InputError

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="A day.")]


def register(app: typer.Typer) -> None:
    """Add ``decision`` and its sub-commands to the command."""
    group = typer.Typer(
        help="Who may sign what; how a letter was served; what a decision rests on.",
        no_args_is_help=True,
    )
    group.command("delegations")(delegations)
    group.command("delegate")(delegate)
    group.command("end-delegation")(end_delegation)
    group.command("dispatch")(dispatch)
    group.command("served")(served)
    group.command("serve-deemed")(serve_deemed)
    group.command("today")(today)
    group.command("public")(public)
    app.add_typer(group, name="decision")


def delegations(who: As, as_json: AsJson = False) -> None:
    """List the register of delegations."""
    with recorded():
        from licet.web.casework.selectors.decision import deciding

        lines = deciding.delegations(viewer=person(who))
        if as_json:
            print(all_in_json(lines))
            return
        for one in lines:
            acts = ", ".join(one.acts)
            print(
                f"{one.id}  {one.holder}  {acts}  tier {one.highest_tier}  "
                f"{one.first} to {one.last or 'open'}  {one.state}  {one.instrument}"
            )


def delegate(  # noqa: PLR0913  # one parameter for each option
    holder: Annotated[str, typer.Argument(help="E-mail of who may sign.")],
    who: As,
    first: Day,
    instrument: Annotated[str, typer.Option(help="The document that delegates.")],
    *,
    act: Annotated[list[str], typer.Option(help="An outcome; give it several times.")],
    last: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day, included.")
    ] = None,
    tier: Annotated[int, typer.Option(help="Highest tier.")] = 4,
    regime: Annotated[list[str] | None, typer.Option(help="Only this law.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only this way of leaving.")
    ] = None,
    value: Annotated[str, typer.Option(help="Highest value, for example 100000.")] = "",
    currency: Annotated[str, typer.Option(help="Of the value.")] = "",
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Enter a delegation into the register; never backwards."""
    highest = _amount(value)
    with recorded():
        from licet.web.casework.services.decision import delegations as acts

        given = acts.Given(
            holder=person(holder).id,
            acts=tuple(act),
            highest_tier=tier,
            first=first.date(),
            last=last.date() if last else None,
            instrument=instrument,
            regimes=tuple(regime or ()),
            kinds=tuple(kind or ()),
            highest_value=highest,
            currency=currency,
        )
        by = proven(who, code, "give_delegation")
        line = acts.give_delegation(by=by, given=given)
        print(in_json(line) if as_json else f"{line.id}: {line.holder} may sign.")


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise InputError(f"{text!r} is no number. Write --value 100000.") from None


def end_delegation(
    delegation: Annotated[int, typer.Argument(help="Its number in the register.")],
    who: As,
    last: Day,
    reasons: Annotated[str, typer.Option(help="Why it ends.")],
    code: Code = "",
) -> None:
    """Let a delegation end on a day, today or later."""
    with recorded():
        from licet.web.casework.services.decision import delegations as acts

        by = proven(who, code, "end_delegation")
        line = acts.end_delegation(
            by=by,
            delegation=delegation,
            last=last.date(),
            reasons=reasons,
        )
        print(f"{line.id}: ends on {line.last}.")


def dispatch(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    letter: Annotated[str, typer.Argument(help="Id of the letter.")],
    who: As,
    on: Day,
    *,
    manner: Annotated[str, typer.Option(help="electronic, post or hand.")],
    reference: Annotated[str, typer.Option(help="What proves the sending.")],
    code: Code = "",
) -> None:
    """Enter that a letter was sent."""
    with recorded():
        from licet.web.casework.services.decision import delivery

        by = proven(who, code, "dispatch_letter")
        sent = delivery.dispatch_letter(
            by=by,
            case=number,
            letter=letter,
            on=on.date(),
            manner=manner,
            reference=reference,
        )
        print(f"{sent.subject}: sent. {_deemed(sent.deemed_on)}")


def served(  # noqa: PLR0913  # one parameter for each option
    number: Case,
    letter: Annotated[str, typer.Argument(help="Id of the letter.")],
    who: As,
    on: Day,
    *,
    manner: Annotated[str, typer.Option(help="How it was served.")],
    proof: Annotated[str, typer.Option(help="What proves the service.")],
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Enter when and how a letter was served, with the proof; once."""
    with recorded():
        from licet.web.casework.services.decision import decisions

        by = proven(who, code, "record_service")
        done = decisions.record_service(
            by=by,
            case=number,
            letter=letter,
            on=on.date(),
            manner=manner,
            proof=proof,
        )
        print(in_json(done) if as_json else f"{done.subject}: served on {on:%F}.")


def _deemed(day: date | None) -> str:
    return f"Served by rule on {day} at the latest." if day else "No rule serves it."


def serve_deemed() -> None:
    """Enter the service of letters that the law takes for served by now."""
    with recorded():
        from licet.web.casework.services.decision.delivery import serve_deemed as serve

        print(f"{serve()} letters served by rule.")


def today(number: Case, who: As, as_json: AsJson = False) -> None:
    """Run the decision's determinations again; 1 when one differs from the record or today."""
    with recorded():
        from licet.web.casework.services.findings.today import same_today

        found = same_today(viewer=person(who), case=number)
        if as_json:
            print(all_in_json(found))
        for one in () if as_json else found:
            then = "the same bytes" if one.same_then else "; ".join(one.why)
            print(
                f"{one.regime}, item {one.item + 1}, {one.on}: {one.outcome} ({then}); "
                f"today: {one.outcome_today}"
            )
        raise typer.Exit(not all(one.same_then and one.same_today for one in found))


def public(number: Case, who: As, as_json: AsJson = False) -> None:
    """Print the public version of a decision, with what is withheld."""
    with recorded():
        from licet.web.casework.selectors.public.public_version import public_version

        found = public_version(viewer=person(who), case=number)
        if as_json:
            print(in_json(found))
            return
        for one in found.parts:
            said = f"[withheld: {one.withheld}] " if one.withheld else ""
            print(f"{one.label}: {said}{one.words}")
