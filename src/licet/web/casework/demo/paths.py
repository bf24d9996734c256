"""How far each invented case goes, and how it ends: generators that act and then wait."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from licet.decision import Condition, DecisionOutcome, Disagreement, Draft, Ground
from licet.review.appeals import GroundFinding
from licet.web.casework.demo.accounts import Cast
from licet.web.casework.demo.appeals import appeal_suspension
from licet.web.casework.demo.application import answer_open_questions, sections_of
from licet.web.casework.demo.dissent import take_up
from licet.web.casework.demo.panels import hear_panel
from licet.web.casework.demo.papers import invented_paper
from licet.web.casework.demo.screened import decide_hits
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.applying import applications as mine
from licet.web.casework.selectors.desk import desk as theirs
from licet.web.casework.selectors.licences import licences as held
from licet.web.casework.services.appeals import appeal_hearing, appeal_ruling, appeals
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.decision import decisions, delivery, hearing
from licet.web.casework.services.desk import desk, information_requests, referring
from licet.web.casework.services.licences import licences
from licet.web.casework.views import CaseView, LicenceView

Steps = Iterator[timedelta]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CONDITIONS: tuple[dict[str, Any], ...] = (
    {"type": "operation_logging", "terms": {"months": "24", "days": "5"}},
    {"type": "no_onward_transfer", "terms": {}},
    {"type": "delivery_verification", "terms": {"days": "20"}},
)
GRANTED = {"granted", "conditions", "suspended", "split"}
REFUSED = {"refused", "appeal_dismissed", "appeal_open"}


@dataclass(slots=True, kw_only=True)
class Story:
    """One invented case on its way.

    Attributes:
        cast: Everybody.
        case: What ``cases.yaml`` says of it.
        item: What ``items.yaml`` says of its item.
        number: Number of the case, once it has one.
    """

    cast: Cast
    case: Mapping[str, Any]
    item: Mapping[str, Any]
    number: str = field(default="")

    @property
    def path(self) -> str:
        """How it ends."""
        return str(self.case["path"])

    @property
    def exporter(self) -> str:
        """Key of the contact who applies."""
        return self.cast.contacts[self.case["exporter"]]

    def seen_by(self, key: str) -> CaseView:
        """The case as somebody sees it now."""
        return theirs.case(viewer=self.cast.actor(key), case=self.number)


def tell(story: Story) -> Steps:
    """The whole story of one case.

    Yields:
        How long nothing happens before the next act.
    """
    yield from _apply(story)
    if story.path == "draft":
        return
    yield from _submit(story)
    if story.path in {"triage", "withdrawn"}:
        yield from _end_before_review(story)
        return
    yield from _review(story)
    if story.path in {
        "information_requested",
        "lapsed",
        "in_review",
        "referred",
        "late",
    }:
        return
    yield from _decide(story)
    if story.path in REFUSED:
        yield from _appeal(story)
    if story.path == "suspended":
        yield from _suspend(story)


def _apply(story: Story) -> Steps:
    by = story.cast.actor(story.exporter)
    view = applications.start_application(
        by=by,
        organisation=story.cast.organisations[story.case["exporter"]],
        title=f"{story.item['name']} to {story.case['end_user']['name']}",
    )
    story.number = view.number
    contact = {"name": by.name, "email": "contact@exporter.example"}
    sections = sections_of(story.case, story.item, contact)
    exporter = {"name": view.organisation.name, "country": view.organisation.country}
    if story.path not in {"draft", "withdrawn"}:
        answer_open_questions(sections, exporter=exporter, on=legal_day(now()))
    if story.path == "draft":
        sections = {name: sections[name] for name in ("organisation", "items")}
    for name, content in sections.items():
        applications.save_section(
            by=by, case=story.number, section=name, content=content, version=None
        )
    yield HOUR


def _submit(story: Story) -> Steps:
    by = story.cast.actor(story.exporter)
    preview = mine.application(viewer=by, case=story.number).preview
    wanted = {str(one["id"]) for each in preview for one in each["documents"]}
    for purpose in sorted(wanted | {"contract"}):
        custody.upload_document(
            by=by,
            case=story.number,
            name=f"{purpose}.pdf",
            purpose=purpose,
            content=io.BytesIO(invented_paper(purpose, case=story.number)),
        )
    yield HOUR
    applications.submit_application(
        by=by, case=story.number, key=f"seed-{story.number}", version=None
    )
    yield HOUR


def _end_before_review(story: Story) -> Steps:
    if story.path == "withdrawn":
        yield 9 * DAY
        applications.withdraw_application(
            by=story.cast.actor(story.exporter),
            case=story.number,
            reasons="The buyer did not state an end use.",
            version=None,
        )


def _review(story: Story) -> Steps:
    key = "officer" if int(story.number[-1]) % 2 else "officer2"
    desk.take_case(by=story.cast.actor(key), case=story.number, version=None)
    yield 2 * HOUR
    yield from decide_hits(
        story.cast, story.number, key, confirmed=story.path != "in_review"
    )
    if (
        story.path in {"information_requested", "lapsed", "late"}
        or story.number[-1] in "38"
    ):
        yield from _ask(story)
        if story.path in {"information_requested", "lapsed"}:
            return
    if story.path not in {"in_review", "returned"}:
        yield from _refer(story)


def _officer(story: Story) -> str:
    view = story.seen_by("head")
    return next(
        key
        for key, person in story.cast.people.items()
        if view.officer is not None and person == view.officer.id
    )


def _ask(story: Story) -> Steps:
    information_requests.request_information(
        by=story.cast.actor(_officer(story)),
        case=story.number,
        question="Who will operate the item day by day, and who has access to its logs?",
        version=None,
    )
    if story.path in {"information_requested", "lapsed"}:
        return
    yield 12 * DAY
    by = story.cast.actor(story.exporter)
    view = mine.application(viewer=by, case=story.number)
    information_requests.answer_information_request(
        by=by,
        case=story.number,
        request=next(one.id for one in view.requests if one.answered_at is None),
        answer="Two trained employees of the end user; the logs stay with its audit office.",
        facts={},
        version=None,
    )
    yield DAY


def _refer(story: Story) -> Steps:
    key = _officer(story)
    view = story.seen_by(key)
    wanted = sorted({str(one["to"]) for one in view.suggested_referrals}) or ["TE"]
    if story.path in {"split", "silent", "late"} and "DS" not in wanted:
        wanted.append("DS")
    referring.refer_case(
        by=story.cast.actor(key),
        case=story.number,
        referrals=tuple(
            referring.Referral(team=code, because="The officer asks for a second view.")
            for code in wanted
        ),
        version=None,
    )
    yield 4 * DAY
    silent = {"referred", "silent", "late"}
    for code in wanted[: -1 if story.path in silent else None]:
        _advise(story, code)
        yield 3 * DAY
    if story.path == "silent":
        yield 45 * DAY
        referring.close_referrals(
            by=story.cast.actor(key),
            case=story.number,
            reasons="The time to advise is over and the agency was reminded twice. Its silence is not agreement.",
            version=None,
        )
        yield DAY
    if story.path in {"split", "silent"}:
        split = story.path == "split"
        yield from take_up(story.cast, story.number, key, split=split)


def _advise(story: Story, code: str) -> None:
    objects = story.path in REFUSED or (story.path == "split" and code == "DS")
    conditions = (
        _conditions(story, owner=code)[:1]
        if story.path == "split" and code == "MFA"
        else ()
    )
    position = "object" if objects else "agree"
    referring.give_advice(
        by=story.cast.actor("customs" if code == "CU" else code.lower()),
        case=story.number,
        position="agree_with_conditions" if conditions else position,
        reasons="The end use and the record of the end user raise a clear concern."
        if objects
        else "No objection on the evidence in the file.",
        conditions=conditions,
        version=None,
    )


def _conditions(story: Story, *, owner: str) -> tuple[Condition, ...]:
    return tuple(
        Condition(
            type=row["type"],
            terms={key: str(value) for key, value in row["terms"].items()},
            checker="INS",
            owner=owner,
        )
        for row in story.case.get("conditions") or CONDITIONS
    )


def draft_of(story: Story, view: CaseView) -> Draft:
    """The draft that the story's officer writes on what the case shows."""
    free = all(
        one.outcome not in {"authorisation_required", "prohibited", "unsettled"}
        for one in view.determinations
        if one.governing
    )
    if story.path == "returned" or free:
        return Draft(
            outcome=DecisionOutcome.NO_LICENCE_REQUIRED,
            grounds=(),
            conditions=(),
            reasons="On the facts stated no licence is required. If they change, apply again.",
        )
    if story.path in REFUSED:
        return _refusal(view)
    advised = tuple(
        Condition(
            type=one.type, terms=dict(one.terms), checker=one.checker, owner=one.owner
        )
        for referral in view.referrals
        for one in (referral.advice[-1].conditions if referral.advice else ())
    )
    own = () if story.path == "granted" else _conditions(story, owner="LIC")
    conditions = tuple(
        {(one.type, one.owner): one for one in (*advised, *own)}.values()
    )
    return Draft(
        outcome=DecisionOutcome.GRANT_WITH_CONDITIONS
        if conditions
        else DecisionOutcome.GRANT,
        grounds=(),
        conditions=conditions,
        reasons="The end use is civil and verified; the conditions make misuse visible.",
        disagreements=tuple(
            Disagreement(
                finding=one.id,
                reasons="The finding speaks of the state; this end user is a civil body and was verified.",
            )
            for one in view.criteria
            if one.standing == "established" and not one.mandatory
        ),
    )


def _refusal(view: CaseView) -> Draft:
    criterion = next((one for one in view.criteria if one.mandatory), view.criteria[0])
    ground = Ground(
        criterion=criterion.criterion,
        evidence=(criterion.id,),
        words="The record of the end user shows a clear risk that the item would be used for internal repression.",
    )
    return Draft(
        outcome=DecisionOutcome.REFUSE,
        grounds=(ground,),
        conditions=(),
        reasons="The risk cannot be reduced by conditions.",
        disagreements=tuple(
            Disagreement(
                finding=criterion.id,
                reasons="The sources were read by the officer; they concern this very command.",
            )
            for _ in range(criterion.standing != "established")
        ),
    )


def _decide(story: Story) -> Steps:
    key = _officer(story)
    by = story.cast.actor(key)
    yield DAY
    decisions.draft_decision(
        by=by,
        case=story.number,
        draft=draft_of(story, story.seen_by(key)),
        version=None,
    )
    if story.path == "deciding":
        return
    yield 3 * HOUR
    if story.path in REFUSED:
        yield from _hear(story, key)
    elif (written := story.seen_by(key).drafts[-1]).outcome.startswith("grant"):
        yield from hear_panel(
            story.cast, by, story.number, conditions=bool(written.conditions)
        )
    decisions.send_for_countersignature(by=by, case=story.number, version=None)
    if story.path == "countersigning":
        return
    yield DAY
    for signer in ("signer", "head"):
        if story.seen_by(key).state == "countersigning":
            decisions.countersign(
                by=story.cast.actor(signer), case=story.number, version=None
            )
            yield 2 * HOUR
    view = story.seen_by(key)
    for letter in view.decision.letters if view.decision else ():
        if letter.kind == "decision":
            delivery.open_letter(
                by=story.cast.actor(story.exporter), case=story.number, letter=letter.id
            )
    yield DAY


def _hear(story: Story, key: str) -> Steps:
    """The applicant is told what is intended and answers; the officer considers the answer."""
    by = story.cast.actor(key)
    hearing.give_notice_of_refusal(by=by, case=story.number, version=None)
    yield 2 * DAY
    applicant = story.cast.actor(story.exporter)
    letter = mine.application(viewer=applicant, case=story.number).letters[-1]
    delivery.open_letter(by=applicant, case=story.number, letter=letter.id)
    yield 6 * DAY
    hearing.answer_notice(
        by=applicant,
        case=story.number,
        answer="The command named in the reports is not our end user, and it has promised lawful use.",
        version=None,
    )
    yield 2 * DAY
    decisions.draft_decision(
        by=by,
        case=story.number,
        draft=draft_of(story, story.seen_by(key)),
        version=None,
    )
    yield 2 * HOUR


def _appeal(story: Story) -> Steps:
    if story.path == "refused":
        return
    yield 10 * DAY
    by = story.cast.actor(story.exporter)
    view = appeals.lodge_appeal(
        by=by,
        case=story.number,
        lodging=appeals.Lodging(
            grounds=["facts", "proportion"],
            words="The decision rests on reports about another unit than our end user, and a condition would have done.",
        ),
        version=None,
    )
    if story.path == "appeal_open":
        return
    yield 5 * DAY
    appeal = view.id
    chair, judge = story.cast.actor("chair"), story.cast.actor("judge")
    appeal_hearing.assign_appeal(
        by=chair, appeal=appeal, reviewer=judge.id, version=None
    )
    yield 20 * DAY
    appeal_ruling.decide_appeal(
        by=judge,
        appeal=appeal,
        ruling=appeal_ruling.Ruling(
            outcome="dismissed",
            findings=(
                GroundFinding(
                    ground="facts",
                    finding="rejected",
                    reasons="The reports concern the same command.",
                ),
                GroundFinding(
                    ground="proportion",
                    finding="rejected",
                    reasons="The criterion is mandatory and leaves no balance.",
                ),
            ),
            reasons="The reports concern the same command. The clear risk stands, and the law leaves no balance.",
        ),
        version=None,
    )


def _licence(story: Story) -> LicenceView:
    every = held.licences(viewer=story.cast.actor("head"))
    return next(one for one in every if one.case == story.number)


def _suspend(story: Story) -> Steps:
    yield 30 * DAY
    licence = _licence(story)
    licences.report_delivery(
        by=story.cast.actor(story.exporter),
        licence=licence.number,
        delivery=licences.Delivery(
            on=legal_day(now()),
            way="shipment",
            quantity=Decimal(1),
            unit="C62",
            consignee=str(story.case["end_user"]["name"]),
            reference="Declaration 26MD000114 (invented)",
        ),
        version=None,
    )
    yield 90 * DAY
    licences.record_check(
        by=story.cast.actor("inspector"),
        licence=licence.number,
        check=licences.Check(
            on=legal_day(now()),
            condition=licence.conditions[0].id,
            standing="broken",
            found="Four of ten sampled extractions had no court order on file.",
        ),
        version=None,
    )
    yield DAY
    licences.suspend_licence(
        by=story.cast.actor("officer"),
        licence=licence.number,
        reasons="A check found a condition broken. Until the hearing no further use is allowed.",
        version=None,
    )
    yield 3 * DAY
    appeal_suspension(by=story.cast.actor(story.exporter), case=story.number)
