"""States in which every screen has something to show: appeals, panels, agreements, notices, events."""

import io
from dataclasses import replace
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP
from tests.journeys.window import SECRET
from tests.web.casework.builders import (
    World,
    refused,
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
from tests.web.casework.test_opinions import Fixed, issued
from tests.web.casework.test_templates import says

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Licence, Notice
from licet.web.casework.ports import legal_day, now, ports, using
from licet.web.casework.selectors import appeals as appeal_reads
from licet.web.casework.selectors import panels as panel_reads
from licet.web.casework.services import (
    agreements,
    appeal_hearing,
    appeals,
    calendars,
    composites,
    elicitations,
    panel_opinions,
    panel_referrals,
    webhooks,
)
from licet.web.casework.services.disclosing import Disclosing, disclose_to_partner
from licet.web.casework.services.templates import draft_template
from licet.web.casework.services.webhook_deliveries import deliver_webhooks

Places = dict[str, str]


def appeals_of_all_kinds(world: World) -> Places:
    """An appeal in each standing: not assigned, heard with a measure asked, secret, dismissed, of an opinion."""
    open_to_appeal = refused(world).number
    fresh = lodge(world, refused(world).number).id
    seen = suspended(world)
    offered = appeal_reads.contestable(viewer=world.halden, case=seen.number)
    act = next(one.key for one in offered.acts if one.kind == "suspension")
    heard = lodge(world, seen.number, "The report is of another firm.", act=act).id
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
    with using(replace(ports(), determiner=Fixed(ports().determiner))):  # type: ignore[arg-type]
        opinion = issued(world)
    return {
        "appealable": open_to_appeal, "fresh": fresh, "heard": heard, "secret": secret,
        "done": done, "opinion": opinion, "suspended": seen.number,
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
