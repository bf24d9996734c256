"""``licet hits``: the work on screening hits on the machine of the installation."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from licet.cli.ledger import opened_record

NOT_ALLOWED = 3
As = Annotated[str, typer.Option("--as", help="Who acts: the e-mail of the sign-in.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Number = Annotated[str, typer.Argument(help="Number of the case.")]
HitId = Annotated[str, typer.Argument(help="Id of the hit, as licet hits list has it.")]
Reasons = Annotated[str, typer.Option(help="Why, in words.")]
Version = Annotated[
    int | None, typer.Option(help="The version of the case that you saw.")
]
Code = Annotated[
    str, typer.Option(help="The present code of the second factor; asked without it.")
]


def register(app: typer.Typer) -> None:
    """Add ``hits`` and its sub-commands to the command."""
    hits = typer.Typer(
        help="Screening hits over all cases, as officers decide them.",
        no_args_is_help=True,
    )
    hits.command("list")(list_hits)
    hits.command("show")(show)
    hits.command("decide")(decide)
    hits.command("confirm")(confirm)
    hits.command("measures")(measures)
    app.add_typer(hits, name="hits")


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

    from licet.web.casework.selectors.when_read import looked_at

    seen = looked_at(view)
    return TypeAdapter(type(seen)).dump_json(seen).decode()


def list_hits(  # noqa: PLR0913  # one parameter for each option
    who: As,
    *,
    standing: Annotated[
        str,
        typer.Option(
            help="undecided, open, need_more, awaiting_second, match, not_a_match, all."
        ),
    ] = "undecided",
    source: Annotated[str, typer.Option("--list", help="Only entries of it.")] = "",
    role: Annotated[str, typer.Option(help="Only parties in this role.")] = "",
    team: Annotated[str, typer.Option(help="Only cases of this team.")] = "",
    text: Annotated[str, typer.Option(help="Only with this in a name.")] = "",
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
    mine: Annotated[bool, typer.Option("--mine", help="Only own cases.")] = False,
    as_json: AsJson = False,
) -> None:
    """List hits over all cases in the order of what matters, a page at a time."""
    with _record():
        from licet.web.casework.selectors import hits as reads
        from licet.web.casework.services.performing import actor_by_email

        query = reads.HitQuery(
            standing=standing, list=source, role=role, team=team, mine=mine, text=text
        )
        found = reads.work_list(viewer=actor_by_email(who), query=query, page=page)
        if as_json:
            print(_json(found))
            return
        for one in found.lines:
            print(
                f"{one.case} {one.id}  {one.standing}  {one.score}  {one.measure}  "
                f"{one.role}: {one.party} ~ {one.matched_name} ({one.list})"
            )
        print(f"{found.count} hits, page {found.page} of {found.pages}.")


def show(number: Number, hit: HitId, who: As, as_json: AsJson = False) -> None:
    """Show a hit with both sides; the read is entered in the record."""
    with _record():
        from licet.web.casework.selectors.hit_evidence import hit_evidence
        from licet.web.casework.services.performing import actor_by_email

        found = hit_evidence(viewer=actor_by_email(who), case=number, hit=hit)
        print(_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # hit evidence; the web part may be absent
    hit = found.hit
    yield f"{found.case} (version {found.version}), {hit.role}: {hit.standing}"
    yield f"  stated: {'; '.join(found.party['name'])} {' '.join(found.party['country'])}"
    yield f"  listed: {hit.matched_name} ({hit.entity}, {hit.list} {hit.list_version})"
    yield f"  {found.measure['title']}. {hit.score}. {hit.words}"
    if found.second_because:
        yield f"  two officers must agree: {found.second_because}"
    if hit.remembered:
        yield (
            f"  remembered: {hit.remembered.verdict}, decided in case "
            f"{hit.remembered.case} by {hit.remembered.by} on {hit.remembered.at:%Y-%m-%d}"
        )
    for one in found.earlier:
        yield f"  {one.word.at:%Y-%m-%d} {one.case or 'elsewhere'}: {one.word.verdict}, {one.word.by}: {one.word.reasons}"
    for one in found.lapsed:
        changed = ", ".join(f"{side}: {name}" for side, name in one.differs)
        yield f"  lapsed ({changed}): {one.word.verdict}, {one.word.by}"


def decide(  # noqa: PLR0913  # one parameter for each option
    number: Number,
    hit: HitId,
    verdict: Annotated[
        str, typer.Argument(help="match, not_a_match, need_more or reopen.")
    ],
    who: As,
    *,
    reasons: Reasons,
    reason_code: Annotated[
        str, typer.Option("--because", help="The reason as a code of the verdict.")
    ] = "other",
    needed: Annotated[str, typer.Option(help="For need_more: what.")] = "",
    needed_from: Annotated[str, typer.Option(help="For need_more: from whom.")] = "",
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Give a word on a hit; it is entered in the record."""
    said = {
        "hit": hit,
        "verdict": verdict,
        "reasons": reasons,
        "code": reason_code,
        "needed": needed,
        "needed_from": needed_from,
        "version": version,
    }
    _done("adjudicate_hit", number, hit, who=who, said=said, code=code, as_json=as_json)


def confirm(  # noqa: PLR0913  # one parameter for each option
    number: Number,
    hit: HitId,
    who: As,
    *,
    reasons: Reasons,
    version: Version = None,
    code: Code = "",
    differs: Annotated[
        bool, typer.Option("--differ", help="The first word does not hold.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Confirm a word on a hit as the second officer, or differ from it."""
    said = {
        "hit": hit,
        "agrees": not differs,
        "reasons": reasons,
        "version": version,
    }
    _done("confirm_hit", number, hit, who=who, said=said, code=code, as_json=as_json)


def _done(  # noqa: PLR0913  # the act with its subject, person, words and proof
    act: str,
    number: str,
    hit: str,
    *,
    who: str,
    said: dict[str, Any],
    code: str,
    as_json: bool,
) -> None:
    with _record():
        from licet.web.casework.acts.second_factor import require_code
        from licet.web.casework.selectors.hit_evidence import hit_evidence
        from licet.web.casework.services.performing import actor_by_email, perform

        by = actor_by_email(who)
        shown = code or typer.prompt(
            "Code of your second factor", hide_input=True, err=True
        )
        require_code(by, shown, act=act)
        perform(act, by=by, subject=number, said=said)
        found = hit_evidence(viewer=by, case=number, hit=hit)
        print(
            _json(found)
            if as_json
            else f"{act}: done. The hit is {found.hit.standing}."
        )


def measures(
    who: As,
    since: Annotated[str, typer.Option(help="First day; else twelve weeks.")] = "",
    until: Annotated[str, typer.Option(help="Last day; else today.")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Time from hit to decision, agreement of second officers, reversals."""
    with _record():
        from licet.web.casework.selectors.hit_measures import hit_measures
        from licet.web.casework.services.performing import actor_by_email

        found = hit_measures(viewer=actor_by_email(who), since=since, until=until)
        print(_json(found) if as_json else "\n".join(_measured(found)))


def _measured(found: Any) -> Iterator[str]:  # noqa: ANN401  # measures; the web part may be absent
    yield f"{found.since} to {found.until}; {found.open_now} wait now, {found.waiting_now} of them for a second officer"
    for one in (found.all, *found.by_list, *found.by_role):
        few = ", few" if one.few else ""
        yield f"  {one.name}: {one.count} decided, median {one.median or '-'} h, 90th percentile {one.ninetieth or '-'} h{few}"
    for one in (found.remembered, found.agreement, found.reversal):
        few = ", few" if one.few else ""
        share = f"{one.value} % ({one.low} to {one.high})" if one.value else "-"
        yield f"  {one.name}: {one.count} of {one.of}, {share}{few}"
