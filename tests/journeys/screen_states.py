"""States in which every screen has something to show: appeals, panels, agreements, notices, events."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from allauth.mfa.totp.internal.auth import TOTP
from tests.journeys.window import SECRET
from tests.web.casework.builders import (
    END_USER,
    MovingClock,
    World,
    condition,
    granted,
    make_person,
    refused,
    see,
    submit,
    take,
)
from tests.web.casework.panel_builders import (
    ETHICS,
    INDUSTRY,
    agree,
    asking,
    declare,
    northmark,
    refer,
    seat,
    taken,
    terms,
)
from tests.web.casework.test_appeal_kinds import (
    assign,
    name,
    secretly_refused,
    suspended,
)
from tests.web.casework.test_appeals import lodge, rule
from tests.web.casework.test_opinions import Fixed, drafted, issued
from tests.web.casework.test_templates import says

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, Licence, Notice, Person
from licet.web.casework.ports import legal_day, now, ports, using
from licet.web.casework.selectors.appeals import appeals as appeal_reads
from licet.web.casework.selectors.applying import applications as applicant_reads
from licet.web.casework.selectors.panels import panels as panel_reads
from licet.web.casework.selectors.review import review as review_reads
from licet.web.casework.services.appeals import appeal_hearing, appeals
from licet.web.casework.services.applying import applications
from licet.web.casework.services.applying.templates import draft_template
from licet.web.casework.services.desk import information_requests, referring, withheld
from licet.web.casework.services.keeping import opinion_keeping, retention
from licet.web.casework.services.notices import calendars
from licet.web.casework.services.opinions import opinions
from licet.web.casework.services.ownership import owners
from licet.web.casework.services.panels import (
    agreements,
    composites,
    elicitations,
    panel_opinions,
    panel_referrals,
)
from licet.web.casework.services.panels.disclosing import (
    Disclosing,
    disclose_to_partner,
)
from licet.web.casework.services.panels.partner_answers import (
    Answering,
    enter_partner_answer,
)
from licet.web.casework.services.people import organisations
from licet.web.casework.services.programs import webhooks
from licet.web.casework.services.programs.webhook_deliveries import deliver_webhooks
from licet.web.casework.services.review import condition_changes
from licet.web.casework.views import CaseView

Places = dict[str, str]
LONG_AGO = datetime(2021, 10, 4, 9, 0, tzinfo=UTC)
LONG_AFTER = datetime(2060, 10, 4, 9, 0, tzinfo=UTC)


def _against_suspension(world: World, seen: CaseView) -> str:
    offered = appeal_reads.contestable(viewer=world.halden, case=seen.number)
    act = next(one.key for one in offered.acts if one.kind == "suspension")
    return lodge(world, seen.number, "The report is of another firm.", act=act).id


def appeals_of_all_kinds(world: World) -> Places:
    """An appeal in each standing: not assigned, heard with a measure asked, secret, dismissed, of an opinion."""
    open_to_appeal = refused(world).number
    fresh = lodge(world, refused(world).number).id
    seen = suspended(world)
    heard, plain = (_against_suspension(world, one) for one in (seen, suspended(world)))
    appeals.ask_interim(
        by=world.halden, appeal=heard, reasons="We ship on Monday.", version=None
    )
    appeals.ask_hearing(
        by=world.halden, appeal=heard, reasons="A witness.", version=None
    )
    appeals.lay_appeal_document(
        by=world.halden, appeal=heard, name="report.txt", content=io.BytesIO(b"Ours.\n")
    )
    assign(world, heard)
    appeal_hearing.set_hearing(
        by=world.judge, appeal=heard, on=legal_day(now()) + timedelta(days=14),
        place="Room 4, Appeals Chamber, and by video", version=None,
    )  # fmt: skip
    secret = lodge(world, secretly_refused(world).number).id
    advocate = world.people["vigil"]
    advocate.clearance = "confidential"
    advocate.save()
    name(world, secret, advocate.email)
    done = lodge(world, refused(world).number).id
    assign(world, done)
    rule(world, done, "dismissed", reasons="The finding of the court stands.")
    run_pending()
    with using(replace(ports(), determiner=Fixed(ports().determiner))):
        opinion = issued(world)
    return {
        "appealable": open_to_appeal, "fresh": fresh, "heard": heard, "secret": secret,
        "suspension": plain, "done": done, "opinion": opinion, "suspended": seen.number,
        "licence": Licence.objects.get(case__number=seen.number).number,
    }  # fmt: skip


def panels_and_agreements(world: World) -> Places:
    """Referrals in several standings, a composite that waits and one approved, agreements, disclosures."""
    day = legal_day(now())
    term = {"first": day, "last": day + timedelta(days=365)}
    vetting = {"vetted_on": day, "vetted_until": day + timedelta(days=400)}
    for place, key in enumerate(ETHICS):
        seat(world, key, "ethics", chair=place == 0, **term, **vetting)
    for place, key in enumerate(INDUSTRY):
        seat(world, key, "industry", chair=place == 0, **term)
    for key in (*ETHICS, *INDUSTRY):
        TOTP.activate(world.people[key], SECRET)
    ethics, industry = (
        agree(world, terms(one, **term)) for one in ("ethics", "industry")
    )
    partner = agree(world, northmark(**term))
    waiting = agreements.draft_agreement(
        by=world.head, terms=northmark(party="Southmark", **term)
    )
    case = taken(world)
    asked = refer(world, case, ethics).number
    declare(world, asked, "ada", "ben")
    for text, kind in (("How likely is misuse?", "scale"), ("And how grave?", "scale")):
        question = elicitations.Asked(text=text, kind=kind, low=1, high=5)
        elicitations.open_elicitation(by=world.ada, number=asked, asked=question)
    for who, value in (("ada", "2"), ("ben", "4")):
        elicitations.give_estimate(
            by=world.actor(who), number=asked, question=1, in_round=1, value=value,
            words="By the reports of two years.",
        )  # fmt: skip
    elicitations.close_elicitation_round(
        by=world.ada, number=asked, question=1, in_round=1
    )
    elicitations.discuss_estimates(
        by=world.ben, number=asked, question=1, text="The reports differ on one state."
    )
    panel_opinions.write_panel_opinion(
        by=world.ben, number=asked, position="conditions", reasons="With logs kept."
    )
    panel_opinions.vote_on_panel_opinion(
        by=world.ben, number=asked, version=1, vote="favour"
    )
    made = composites.make_composite(
        by=world.officer, case=case, title="Hosted tool", text="For a financial house."
    ).number
    other = composites.make_composite(
        by=world.officer, case=case, title="Second tool", text="For a trading house."
    ).number
    composites.check_composite(by=world.officer2, number=other, approved=True)
    short = asking(industry, "industry")
    told = panel_referrals.refer_composite(
        by=world.officer, composite=other, asking=short
    )
    pack = disclose_to_partner(
        by=world.officer,
        case=case,
        disclosing=Disclosing(
            agreement=partner, purpose="joint_assessment", classes=("items",)
        ),
    ).number
    said = Answering(
        position="objects",
        words="We refused the like in May.",
        signed_by="Export Office (invented)",
        received_on=legal_day(now()),
    )
    enter_partner_answer(by=world.officer, number=pack, answering=said)
    draft_template(by=world.policy, code="banks", says=says())
    seats = panel_reads.panel(viewer=world.head, name="ethics").seats
    return {
        "case": case, "asked": asked, "composite": made, "approved": other,
        "sketch": told.number, "partner": partner, "waiting": waiting.number, "pack": pack,
        "ended": ethics, "seat": str(seats[0].id),
    }  # fmt: skip


def notices_and_events(world: World) -> Places:
    """Notices of several kinds, a calendar, an address that fails."""
    number = submit(world).number
    take(world, number)
    run_pending()
    calendars.make_calendar(by=world.officer)
    body = str(world.organisations["halden"].pk)
    hook = webhooks.register_webhook(
        by=world.halden, owner=body, url="http://127.0.0.1:9/hook",
        kinds=("licence.issued",),
    )  # fmt: skip
    webhooks.try_webhook(by=world.halden, webhook=hook.webhook.id)
    deliver_webhooks()
    return {
        "case": number, "body": body, "hook": hook.webhook.id,
        "notice": str(Notice.objects.filter(person=world.people["halden"])[0].pk),
    }  # fmt: skip


def organisations_and_answers(world: World) -> Places:
    """A question to answer, an invitation to take, a case to write about."""
    asked = submit(world).number
    take(world, asked)
    information_requests.request_information(
        by=world.officer, case=asked, question="Who operates it?", version=None
    )
    world.people["guest"] = make_person("guest")
    made = organisations.invite_member(
        by=world.halden, organisation=str(world.organisations["halden"].pk),
        email="guest@meridia.example", role="reader",
    )  # fmt: skip
    seen = applicant_reads.application(viewer=world.halden, case=asked)
    return {
        "asked": asked,
        "question": seen.requests[0].id,
        "token": organisations.link_of(made.id).rstrip("/").rpartition("/")[2],
    }


def refer_with_dissent(world: World) -> str:
    """A case with two agencies; a document is withheld from one, which sets a condition."""
    case = submit(world)
    number = case.number
    take(world, number)
    referring.refer_case(
        by=world.officer,
        case=number,
        referrals=(referring.Referral(team="DS"), referring.Referral(team="TE")),
        version=None,
    )
    Person.objects.filter(pk=world.people["ds"].pk).update(clearance="confidential")
    world.people["ds"].refresh_from_db()
    withheld.mark_document(
        by=world.ds,
        case=number,
        document=case.documents[0].id,
        marking="confidential",
        gist="A technical annex.",
        reasons="It names a capability.",
        version=None,
    )
    own = condition("operation_logging", owner="TE", months="24", days="5")
    referring.give_advice(
        by=world.te,
        case=number,
        position="agree_with_conditions",
        reasons="With logs the risk is bearable.",
        conditions=(own,),
        version=None,
    )
    return number


def matters_at_the_desk(world: World) -> Places:
    """What is rarely opened: wishes between bodies, licences to end, holds, opinions, letters to serve."""
    review = refer_with_dissent(world)
    document = see(world, review).documents[0].id
    asks = {"by": world.te, "case": review, "version": None, "reasons": "It decides."}
    withheld.ask_to_see(document=document, **asks)  # type: ignore[arg-type]
    condition_changes.ask_condition_change(
        by=world.officer, case=review, condition="TE-1", reasons="It is kept by law.",
        version=None,
    )  # fmt: skip
    shown = review_reads.review(viewer=world.ds, case=review)
    wished = review_reads.review(viewer=world.te, case=review)
    owner = owners.Owner(
        kind="shares", owner="Quiet Harbour Partners (invented)", owned=str(END_USER["name"]),
        source="Extract of a register (invented)", low=Decimal(60), high=Decimal(60),
    )  # fmt: skip
    owners.state_owner(by=world.officer, case=review, owner=owner, version=None)
    statement = Case.objects.get(number=review).stated_owners.get()
    given, denied = granted(world), refused(world)
    assert given.licence is not None
    assert denied.decision is not None
    with using(replace(ports(), clock=MovingClock(at=LONG_AGO))):
        old = submit(world).number
        applications.withdraw_application(by=world.halden, case=old, version=None)
    gone = retention.propose_disposal(
        by=world.officer, case=old, outcome="archive", reason="The period is over."
    )
    hold = retention.set_hold(by=world.officer, case=old, reason="A court asked.")
    draft_template(by=world.policy, code="banks", says=says())
    with using(replace(ports(), determiner=Fixed(ports().determiner))):
        opinion, ended, sent = issued(world), issued(world), drafted(world)
        opinions.send_opinion(by=world.officer, number=sent, version=None)
    held = opinion_keeping.hold_opinion(
        by=world.officer, number=opinion, reason="A court asked."
    )
    with using(replace(ports(), clock=MovingClock(at=LONG_AFTER))):
        opinions.expire_opinions()
        over = opinion_keeping.propose_opinion_erasure(
            by=world.officer, number=ended, reason="The period is over."
        )
    return {
        "over": over.disposals[0].id, "review": review, "statement": str(statement.pk), "document": document, "see": shown.see_requests[0].id,
        "wish": wished.condition_requests[0].id, "granted": given.number,
        "licence": given.licence.number, "refused": denied.number,
        "letter": denied.decision.letters[0].id, "old": old, "hold": hold.holds[0].id,
        "disposal": gone.disposals[0].id, "opinion": opinion, "ended": ended, "sent": sent,
        "opinion_hold": held.holds[0].id,
    }  # fmt: skip
