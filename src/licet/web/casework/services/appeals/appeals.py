"""What an appellant does: lodge an appeal, lay documents, ask for a hearing or a stay, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from licet.review.appeals import Admission, AppealKind, LateError, admit
from licet.web.casework.acts.acting import case_act, refusals
from licet.web.casework.acts.appeal_acting import (
    AppealAct,
    appeal_act,
    enter_act,
    foreseen,
    tell,
    tell_appellant,
)
from licet.web.casework.acts.words import required_text
from licet.web.casework.appeals.contested import (
    MOVING,
    Contested,
    calendar_for,
    contested_in,
    contested_opinion,
    profile_of,
    rules_of,
)
from licet.web.casework.application.files import clean_name, media_type_of, read_capped
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.models import Appeal, AppealDocument, Case, Person
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.member_rights import as_id, require_member, require_right
from licet.web.casework.rights.people import posts_on
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import (
    case_for,
    require_opinion_content,
    visible_appeals,
    visible_opinions,
)
from licet.web.casework.selectors.appeals.appeals import appeal as appeal_page
from licet.web.casework.services.appeals.appeal_effects import end_stay
from licet.web.casework.views import AppealView


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodging:
    """What an appellant brings.

    Attributes:
        grounds: Names of the law's closed list.
        words: Why, in their own words.
        act: What is appealed, as ``kind:object``; empty where there is only one.
        excuse: For a late appeal, one of the law's excuses.
        late_reasons: For a late appeal, what happened.
    """

    grounds: Sequence[str]
    words: str
    act: str = ""
    excuse: str = ""
    late_reasons: str = ""


def lodge_appeal(
    *, by: Actor, case: str, lodging: Lodging, version: int | None
) -> AppealView:
    """Appeal against an act in a case: decision, condition, order over a licence, letter or delay.

    Args:
        by: Who appeals, for the addressee.
        case: Number of the case.
        lodging: Against what, on which grounds and why.
        version: The version of the case that the person saw.

    Raises:
        InvalidInputError: No grounds, no words, or no such act.
        NotOpenError: The law opens no appeal against it.
        NotAllowedError: Not the addressee.
        LateError: The time is over and nothing excuses it.
        WrongStateError: It has been appealed already.
    """
    if any(one.act.kind in MOVING for one in _offered(by, case, lodging.act)):
        with case_act("lodge_appeal", by=by, case=case, version=version) as act:
            row = _lodge(by, act.at, contested_in(act.case), lodging)
            row.appeal.case, row.case_act = act.case, act
            enter_act(row)
        return appeal_page(viewer=by, appeal=str(row.appeal.pk))
    touched: list[Case] = []
    with refusals("lodge_appeal", by, touched), transaction.atomic():
        found = Case.objects.select_for_update(of=("self",)).get(
            pk=case_for(by, case).pk
        )
        touched.append(found)
        require(by, "lodge_appeal")
        require_right(by, "lodge_appeal", found)
        row = _lodge(by, now(), contested_in(found), lodging)
        row.appeal.case = found
        enter_act(row)
    return appeal_page(viewer=by, appeal=str(row.appeal.pk))


def _offered(by: Actor, case: str, act: str) -> tuple[Contested, ...]:
    return _named(contested_in(case_for(by, case)), act)


def lodge_opinion_appeal(*, by: Actor, opinion: str, lodging: Lodging) -> AppealView:
    """Appeal against the answer of an opinion.

    Raises:
        NotFoundError: No such opinion for this person.
        InvalidInputError: No grounds or no words.
        WrongStateError: There is no answer to appeal, or it has been appealed.
    """
    with refusals("lodge_appeal", by, []), transaction.atomic():
        found = (
            visible_opinions(by)
            .filter(number=opinion)
            .select_for_update(of=("self",))
            .select_related("organisation", "applicant")
            .first()
        )
        if found is None:
            raise NotFoundError("opinion")
        require_opinion_content(found)
        require(by, "lodge_appeal")
        require_member(by, "lodge_appeal", str(found.organisation_id))
        row = _lodge(by, now(), contested_opinion(found), lodging)
        row.appeal.opinion = found
        enter_act(row)
    return appeal_page(viewer=by, appeal=str(row.appeal.pk))


def _named(offered: Sequence[Contested], act: str) -> tuple[Contested, ...]:
    """What was named; what is not exhausted yet when nothing was."""
    if act:
        return tuple(one for one in offered if one.key == act)
    return tuple(one for one in offered if not one.exhausted) or tuple(offered)


def _chosen(offered: Sequence[Contested], act: str) -> Contested:
    named = _named(offered, act)
    if not named:
        raise WrongStateError("There is nothing here that could be appealed against.")
    if len(named) > 1 and not act:
        raise InvalidInputError({"act": "Choose what you appeal against."})
    if named[0].exhausted:
        raise WrongStateError("This act has already been appealed against.")
    return named[0]


def _lodge(
    by: Actor, at: datetime, offered: Sequence[Contested], lodging: Lodging
) -> AppealAct:
    """The row of an appeal that is taken; the caller holds the lock and enters the act."""
    words = required_text("grounds", lodging.words, "Say why the act is wrong.")
    one = _chosen(offered, lodging.act)
    rules = rules_of(one.profile)
    stated = list(dict.fromkeys(lodging.grounds))
    if not stated or any(name not in rules.grounds for name in stated):
        raise InvalidInputError({"on_grounds": "Choose at least one of the grounds."})
    today = legal_day(at)
    calendar = calendar_for(one.profile)
    taken = _admitted(one, lodging, today)
    row = _row(one, taken, by, at, words=words, stated=stated)
    if taken.late:
        row.excuse, row.late_reasons = lodging.excuse, lodging.late_reasons.strip()
    row.decide_by = rules.decide.end(today, calendar) if rules.decide else None
    foreseen("", "lodge_appeal")
    row.save(force_insert=True)
    act = AppealAct(name="lodge_appeal", by=by, at=at, appeal=row, words=words)
    act.tells(
        contested=row.contested, grounds=words, on=stated, standing=row.standing,
        served_on=row.served_on, last_day=row.last_day, late=row.late,
        late_reasons=row.late_reasons, decide_by=row.decide_by,
        law=str(one.rule.citation),
    )  # fmt: skip
    if one.decision is not None:
        act.tells(decision=str(one.decision.pk))
    _tell_chairs(act)
    return act


def _admitted(one: Contested, lodging: Lodging, today: date) -> Admission:
    try:
        return admit(
            rules_of(one.profile),
            one.act,
            roles=frozenset({"addressee"}),  # standing in the case or opinion was asked
            on=today,
            calendar=calendar_for(one.profile),
            excuse=lodging.excuse,
            late_reasons=lodging.late_reasons,
        )
    except LateError as error:
        raise InvalidInputError({"excuse": str(error)}) from error


def _row(
    one: Contested,
    taken: Admission,
    by: Actor,
    at: datetime,
    *,
    words: str,
    stated: list[str],
) -> Appeal:
    about = one.case or one.opinion
    assert about is not None  # noqa: S101  # what is contested has a case or an opinion
    return Appeal(
        kind=one.act.kind.value,
        object=one.act.object,
        subject=about.pk,
        case=one.case,
        opinion=one.opinion,
        decision=one.decision,
        licence=one.licence,
        contested=one.title,
        state="lodged",
        version=1,
        grounds=words,
        stated=stated,
        standing=taken.standing,
        acted_on=one.act.acted_on,
        served_on=one.act.served_on,
        last_day=taken.last,
        late=taken.late,
        lodged_by_id=by.id,
        lodged_at=at,
    )


def _tell_chairs(act: AppealAct) -> None:
    chairs = posts_on(legal_day(act.at)).filter(role="appeal_manager")
    for email in sorted(set(chairs.values_list("person__email", flat=True))):
        tell(act, email, "An appeal was lodged", email)


def lay_appeal_document(
    *, by: Actor, appeal: str, name: str, content: BinaryIO, version: int | None = None
) -> AppealView:
    """Lay a document before the reviewer; both sides see it.

    The same bytes under the same name by the same person are one laying, however often they are
    sent: what is there already is answered as done, whatever was seen or has happened since. The
    name says what a document is laid for: under another name the same bytes are laid on purpose
    and stand of themselves, as they do when somebody else lays them.

    Raises:
        FileTooLargeError: Over the limit; reading stopped there.
        FileRefusedError: Not an accepted type, or dangerous.
        NotFoundError: No such appeal for this person.
    """
    require(by, "lay_appeal_document")
    subject = (
        visible_appeals(by)
        .filter(pk=as_id(appeal))
        .values_list("subject", flat=True)
        .first()
    )
    if subject is None:
        raise NotFoundError("appeal")
    data = read_capped(content, settings.LICET_UPLOAD_LIMIT)
    media_type = media_type_of(name, data)
    sha256 = ports().evidence.keep(data, key=str(subject))
    brought = AppealDocument(
        name=clean_name(name)[:200],
        media_type=media_type,
        size=len(data),
        sha256=sha256,
        side="appellant" if "exporter" in by.roles else "authority",
        by_id=by.id,
    )
    if not _is_laid(appeal, brought):
        try:
            _lay(by, appeal, brought, version)
        except (StaleVersionError, WrongStateError):
            if not _is_laid(appeal, brought):
                raise  # else: the same was sent at the same moment, and the other came first
    return appeal_page(viewer=by, appeal=appeal)


def _is_laid(appeal: str, brought: AppealDocument) -> bool:
    """Whether the person has laid these bytes under this name before."""
    return AppealDocument.objects.filter(
        appeal=as_id(appeal), by=brought.by_id, sha256=brought.sha256, name=brought.name
    ).exists()


def _lay(by: Actor, appeal: str, brought: AppealDocument, version: int | None) -> None:
    with appeal_act(
        "lay_appeal_document", by=by, appeal=appeal, version=version
    ) as act:
        if _is_laid(appeal, brought):
            raise WrongStateError("This document is laid already.")
        brought.appeal, brought.at = act.appeal, act.at
        brought.save(force_insert=True)
        act.words = brought.name
        act.tells(
            document=str(brought.pk),
            name=brought.name,
            sha256=brought.sha256,
            size=brought.size,
        )


def answer_appeal(
    *, by: Actor, appeal: str, text: str, version: int | None
) -> AppealView:
    """The authority's answer to the appeal; the appellant and the reviewer read it.

    Raises:
        InvalidInputError: No answer.
    """
    words = required_text("text", text, "Write the answer of the authority.")
    with appeal_act("answer_appeal", by=by, appeal=appeal, version=version) as act:
        act.words = words
        act.tells(text=words)
        tell_appellant(act, "The authority answered your appeal")
    return appeal_page(viewer=by, appeal=appeal)


def ask_hearing(
    *, by: Actor, appeal: str, reasons: str, version: int | None
) -> AppealView:
    """Ask to be heard in person.

    Raises:
        InvalidInputError: No reasons.
        WrongStateError: It was asked already.
    """
    words = required_text("reasons", reasons, "Say what you want to be heard on.")
    with appeal_act("ask_hearing", by=by, appeal=appeal, version=version) as act:
        if act.appeal.steps.filter(kind="ask_hearing").exists():
            raise WrongStateError("You have asked for a hearing already.")
        act.words = words
        act.tells(reasons=words)
        _tell_reviewer(act, "A hearing is asked for")
    return appeal_page(viewer=by, appeal=appeal)


def ask_interim(
    *, by: Actor, appeal: str, reasons: str, version: int | None
) -> AppealView:
    """Ask that the act has no effect while the appeal is pending.

    Raises:
        InvalidInputError: No reasons.
        NotAllowedError: The law knows no such measure here.
        WrongStateError: It was asked already.
    """
    words = required_text("reasons", reasons, "Say what harm waiting would do.")
    with appeal_act("ask_interim", by=by, appeal=appeal, version=version) as act:
        row = act.appeal
        rule = rules_of(profile_of(row)).kinds[AppealKind(row.kind)]
        if not rule.interim:
            raise NotAllowedError(
                f"The law knows no interim measure against this act ({rule.citation})."
            )
        if row.interim:
            raise WrongStateError("An interim measure was asked for already.")
        row.interim = "asked"
        act.words = words
        act.tells(reasons=words)
        _tell_reviewer(act, "An interim measure is asked for")
    return appeal_page(viewer=by, appeal=appeal)


def _tell_reviewer(act: AppealAct, subject: str) -> None:
    reviewer: Person | None = act.appeal.reviewer
    if reviewer is not None:
        tell(act, reviewer.email, subject, "reviewer")


def withdraw_appeal(
    *, by: Actor, appeal: str, reasons: str, version: int | None
) -> AppealView:
    """Withdraw an appeal; the act stands, and it cannot be lodged again.

    Raises:
        InvalidInputError: No reasons.
    """
    words = required_text("reasons", reasons, "Say why you withdraw it.")
    with appeal_act("withdraw_appeal", by=by, appeal=appeal, version=version) as act:
        act.appeal.outcome, act.appeal.decided_at = "withdrawn", act.at
        act.words = words
        act.tells(reasons=words)
        end_stay(act)
    return appeal_page(viewer=by, appeal=appeal)
