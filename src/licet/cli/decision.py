"""``licet decision``: delegations, service and what a decision rests on, on the machine itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from licet.cli.ledger import opened_record
from licet.kernel import InputError

if TYPE_CHECKING:
    from licet.web.casework.rights.policy import Actor

NOT_ALLOWED = 3
As = Annotated[str, typer.Option("--as", help="Who acts: the e-mail of the sign-in.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Number = Annotated[str, typer.Argument(help="Number of the case.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="A day.")]
Code = Annotated[
    str, typer.Option(help="The present code of the second factor; asked without it.")
]


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
    group.command("serve-deemed")(serve_deemed)
    group.command("today")(today)
    group.command("public")(public)
    app.add_typer(group, name="decision")


@contextmanager
def _record() -> Iterator[None]:
    with opened_record():
        from licet.web.casework.errors import NotAllowedError

        try:
            yield
        except NotAllowedError as error:
            print(f"licet: {error}", file=sys.stderr)
            raise typer.Exit(NOT_ALLOWED) from error


def _json(view: object) -> str:
    from pydantic import TypeAdapter

    return TypeAdapter(type(view)).dump_json(view).decode()


def _all(views: tuple[object, ...]) -> str:
    return "[" + ",".join(_json(one) for one in views) + "]"


def _proved(who: str, code: str, act: str) -> "Actor":
    """The person who acts, with their second factor shown."""
    from licet.web.casework.acts.second_factor import require_code
    from licet.web.casework.services.performing import actor_by_email

    by = actor_by_email(who)
    shown = code or typer.prompt(
        "Code of your second factor", hide_input=True, err=True
    )
    require_code(by, shown, act=act)
    return by


def delegations(who: As, as_json: AsJson = False) -> None:
    """List the register of delegations."""
    with _record():
        from licet.web.casework.selectors import deciding
        from licet.web.casework.services.performing import actor_by_email

        lines = deciding.delegations(viewer=actor_by_email(who))
        if as_json:
            print(_all(lines))
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
    with _record():
        from licet.web.casework.services import delegations as acts
        from licet.web.casework.services.performing import actor_by_email

        given = acts.Given(
            holder=actor_by_email(holder).id,
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
        by = _proved(who, code, "give_delegation")
        line = acts.give_delegation(by=by, given=given)
        print(_json(line) if as_json else f"{line.id}: {line.holder} may sign.")


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
    with _record():
        from licet.web.casework.services import delegations as acts

        by = _proved(who, code, "end_delegation")
        line = acts.end_delegation(
            by=by,
            delegation=delegation,
            last=last.date(),
            reasons=reasons,
        )
        print(f"{line.id}: ends on {line.last}.")


def dispatch(  # noqa: PLR0913  # one parameter for each option
    number: Number,
    letter: Annotated[str, typer.Argument(help="Id of the letter.")],
    who: As,
    on: Day,
    *,
    manner: Annotated[str, typer.Option(help="electronic, post or hand.")],
    reference: Annotated[str, typer.Option(help="What proves the sending.")],
    code: Code = "",
) -> None:
    """Enter that a letter was sent."""
    with _record():
        from licet.web.casework.services import delivery

        by = _proved(who, code, "dispatch_letter")
        sent = delivery.dispatch_letter(
            by=by,
            case=number,
            letter=letter,
            on=on.date(),
            manner=manner,
            reference=reference,
        )
        print(f"{sent.subject}: sent. {_deemed(sent.deemed_on)}")


def _deemed(day: date | None) -> str:
    return f"Served by rule on {day} at the latest." if day else "No rule serves it."


def serve_deemed() -> None:
    """Enter the service of letters that the law takes for served by now."""
    with _record():
        from licet.web.casework.services.delivery import serve_deemed as serve

        print(f"{serve()} letters served by rule.")


def today(number: Number, who: As, as_json: AsJson = False) -> None:
    """Run the decision's determinations again; 1 when one differs from the record or today."""
    with _record():
        from licet.web.casework.services.performing import actor_by_email
        from licet.web.casework.services.today import same_today

        found = same_today(viewer=actor_by_email(who), case=number)
        if as_json:
            print(_all(found))
        for one in () if as_json else found:
            then = "the same bytes" if one.same_then else "; ".join(one.why)
            print(
                f"{one.regime}, item {one.item + 1}, {one.on}: {one.outcome} ({then}); "
                f"today: {one.outcome_today}"
            )
        raise typer.Exit(not all(one.same_then and one.same_today for one in found))


def public(number: Number, who: As, as_json: AsJson = False) -> None:
    """Print the public version of a decision, with what is withheld."""
    with _record():
        from licet.web.casework.selectors.public_version import public_version
        from licet.web.casework.services.performing import actor_by_email

        found = public_version(viewer=actor_by_email(who), case=number)
        if as_json:
            print(_json(found))
            return
        for one in found.parts:
            said = f"[withheld: {one.withheld}] " if one.withheld else ""
            print(f"{one.label}: {said}{one.words}")
