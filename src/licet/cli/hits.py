"""``licet hits``: the work on screening hits on the machine of the installation."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from licet.cli.acting import As, AsJson, Case, Code, in_json, person, proven, recorded
from licet.kernel import InputError

HitId = Annotated[str, typer.Argument(help="Id of the hit, as licet hits list has it.")]
Reasons = Annotated[str, typer.Option(help="Why, in words.")]
Version = Annotated[
    int | None, typer.Option(help="The version of the case that you saw.")
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
    hits.command("together")(together)
    hits.command("measures")(measures)
    app.add_typer(hits, name="hits")


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
    with recorded():
        from licet.web.casework.selectors.screening import hits as reads

        query = reads.HitQuery(
            standing=standing, list=source, role=role, team=team, mine=mine, text=text
        )
        found = reads.work_list(viewer=person(who), query=query, page=page)
        if as_json:
            print(in_json(found))
            return
        for one in found.lines:
            print(
                f"{one.case} {one.id}  {one.standing}  {one.score}  {one.measure}  "
                f"{one.role}: {one.party} ~ {one.matched_name} ({one.list})"
            )
        print(f"{found.count} hits, page {found.page} of {found.pages}.")


def show(number: Case, hit: HitId, who: As, as_json: AsJson = False) -> None:
    """Show a hit with both sides; the read is entered in the record."""
    with recorded():
        from licet.web.casework.selectors.screening.hit_evidence import hit_evidence

        found = hit_evidence(viewer=person(who), case=number, hit=hit)
        print(in_json(found) if as_json else "\n".join(_lines(found)))


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
    number: Case,
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


def together(  # noqa: PLR0913  # one parameter for each option
    verdict: Annotated[str, typer.Argument(help="match, not_a_match or need_more.")],
    chosen: Annotated[list[str], typer.Argument(help="CASE/HIT, several of them.")],
    who: As,
    *,
    reasons: Reasons,
    reason_code: Annotated[
        str, typer.Option("--because", help="The reason as a code of the verdict.")
    ] = "other",
    needed: Annotated[str, typer.Option(help="For need_more: what.")] = "",
    needed_from: Annotated[str, typer.Option(help="For need_more: from whom.")] = "",
    code: Code = "",
) -> None:
    """Give one word on several hits of the same evidence: all or none, each its own record."""
    pairs = [_chosen(one) for one in chosen]
    with recorded():
        from licet.web.casework.services.screening import adjudication

        by = proven(who, code, "adjudicate_hit")
        done = adjudication.decide_together(
            by=by,
            chosen=[adjudication.Chosen(case=case, hit=hit) for case, hit in pairs],
            verdict=verdict,
            reasons=reasons,
            code=reason_code,
            needed=needed,
            needed_from=needed_from,
        )
        for one in done:
            print(f"{one.case} {one.hit}: {verdict}.")


def _chosen(text: str) -> tuple[str, str]:
    case, mark, hit = text.partition("/")
    if not mark:
        raise InputError(f"{text!r} names no hit of a case. Write CASE/HIT.")
    return case, hit


def confirm(  # noqa: PLR0913  # one parameter for each option
    number: Case,
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
    with recorded():
        from licet.web.casework.selectors.screening.hit_evidence import hit_evidence
        from licet.web.casework.services.programs.performing import perform

        by = proven(who, code, act)
        perform(act, by=by, subject=number, said=said)
        found = hit_evidence(viewer=by, case=number, hit=hit)
        print(
            in_json(found)
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
    with recorded():
        from licet.web.casework.selectors.screening.hit_measures import hit_measures

        found = hit_measures(viewer=person(who), since=since, until=until)
        print(in_json(found) if as_json else "\n".join(_measured(found)))


def _measured(found: Any) -> Iterator[str]:  # noqa: ANN401  # measures; the web part may be absent
    yield f"{found.since} to {found.until}; {found.open_now} wait now, {found.waiting_now} of them for a second officer"
    for one in (found.all, *found.by_list, *found.by_role):
        few = ", few" if one.few else ""
        yield f"  {one.name}: {one.count} decided, median {one.median or '-'} h, 90th percentile {one.ninetieth or '-'} h{few}"
    for one in (found.remembered, found.agreement, found.reversal):
        few = ", few" if one.few else ""
        share = f"{one.value} % ({one.low} to {one.high})" if one.value else "-"
        yield f"  {one.name}: {one.count} of {one.of}, {share}{few}"
