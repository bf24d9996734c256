"""The whole way once, from the lists to a licence that verifies, without a browser."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from licet.screening import Result, statuses, sync
from licet.web.casework.demo.accounts import Cast, make_cast, read
from licet.web.casework.demo.application import answer_open_questions, sections_of
from licet.web.casework.demo.clock import SimulatedClock
from licet.web.casework.demo.papers import invented_paper
from licet.web.casework.demo.paths import Story, draft_of
from licet.web.casework.demo.screened import decide_hits
from licet.web.casework.demo.seed import simulation
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.selectors.applying import applications as mine
from licet.web.casework.selectors.licences import licences as held
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, referring

MARK = "made-by-demo"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One station of the way.

    Attributes:
        id: Its name.
        ok: Whether it did what it is for.
        ref: Number, hash or name of what came out of it.
        actor: Who acted.
        count: How many things it concerned.
    """

    id: str
    ok: bool
    ref: str
    actor: str
    count: int

    def to_json(self) -> dict[str, object]:
        """The step as a JSON object."""
        return {
            "id": self.id,
            "ok": self.ok,
            "ref": self.ref,
            "actor": self.actor,
            "count": self.count,
        }


@dataclass(slots=True, kw_only=True)
class Way:
    """The way of one application.

    Attributes:
        at: The moment at which it ends: now.
        lists: Folder of lists to read.
        story: The invented case, once it has begun.
    """

    at: datetime
    lists: Path
    clock: SimulatedClock = field(init=False)
    story: Story = field(init=False)

    def steps(self) -> Iterator[Step]:
        """Go station by station.

        Yields:
            What each station did; the acts happen while the caller iterates.
        """
        yield self._sync()
        with simulation(self.at - BEFORE) as self.clock:
            self.story = _first_story(make_cast())
            yield self._apply()
            yield from self._computed()
            yield from self._reviewed()
            yield from self._decided()
        yield self._publish()

    def _later(self, wait: timedelta) -> None:
        self.clock.set(min(self.clock.now() + wait, self.at))
        run_pending()

    def _sync(self) -> Step:
        outcomes = sync(self.lists, settings.LICET_STATE, at=self.at)
        taken = [one for one in outcomes if one.result is not Result.REFUSED]
        entries = sum(one.entries for one in statuses(settings.LICET_STATE))
        return Step(
            id="sync",
            ok=bool(taken) and entries > 0,
            ref=", ".join(one.source for one in taken),
            actor="operator",
            count=entries,
        )

    def _apply(self) -> Step:
        story = self.story
        by = story.cast.actor(story.exporter)
        begun = applications.start_application(
            by=by,
            organisation=story.cast.organisations[story.case["exporter"]],
            title=f"{story.item['name']} to {story.case['end_user']['name']}",
        )
        story.number = begun.number
        contact = {"name": by.name, "email": "contact@exporter.example"}
        sections = sections_of(story.case, story.item, contact)
        exporter = {
            "name": begun.organisation.name,
            "country": begun.organisation.country,
        }
        answer_open_questions(sections, exporter=exporter, on=legal_day(now()))
        for name, content in sections.items():
            applications.save_section(
                by=by, case=story.number, section=name, content=content, version=None
            )
        preview = mine.application(viewer=by, case=story.number).preview
        wanted = {str(one["id"]) for each in preview for one in each["documents"]}
        for purpose in sorted(wanted):
            custody.upload_document(
                by=by,
                case=story.number,
                name=f"{purpose}.pdf",
                purpose=purpose,
                content=io.BytesIO(invented_paper(purpose, case=story.number)),
            )
        view = applications.submit_application(
            by=by, case=story.number, key=f"demo-{story.number}", version=None
        )
        submitted = view.state == "submitted"
        self._later(HOUR)
        return Step(
            id="apply",
            ok=submitted,
            ref=story.number,
            actor=by.name,
            count=len(sections),
        )

    def _computed(self) -> Iterator[Step]:
        view = self.story.seen_by("officer")
        own = [one for one in view.determinations if one.governing]
        entries = [
            str(each["entry"]) for one in own for each in one.document["classification"]
        ]
        yield Step(
            id="classify",
            ok=bool(entries),
            ref=", ".join(entries),
            actor="system",
            count=len(entries),
        )
        yield Step(
            id="determine",
            ok=all(one.outcome == "authorisation_required" for one in own)
            and bool(own),
            ref=", ".join(str(one.document["digest"]) for one in own),
            actor="system",
            count=len(view.determinations),
        )
        hits = [hit for screening in view.screenings for hit in screening.hits]
        yield Step(
            id="screen",
            ok=len(view.screenings) >= len(view.transaction["parties"]),
            ref=", ".join(view.screenings[0].lists) if view.screenings else "",
            actor="system",
            count=len(hits),
        )
        yield Step(
            id="assess",
            ok=bool(view.criteria),
            ref=", ".join(one.criterion for one in view.criteria[:3]),
            actor="system",
            count=len(view.criteria),
        )

    def _reviewed(self) -> Iterator[Step]:
        story = self.story
        officer = story.cast.actor("officer")
        desk.take_case(by=officer, case=story.number, version=None)
        for _pause in decide_hits(story.cast, story.number, "officer"):
            pass  # the way stands on one day
        view = story.seen_by("officer")
        wanted = sorted({str(one["to"]) for one in view.suggested_referrals}) or ["TE"]
        referred = referring.refer_case(
            by=officer,
            case=story.number,
            referrals=tuple(
                referring.Referral(team=code, because="The officer asks.")
                for code in wanted
            ),
            version=None,
        )
        yield Step(
            id="refer",
            ok=referred.state == "referred",
            ref=", ".join(wanted),
            actor=officer.name,
            count=len(wanted),
        )
        self._later(3 * DAY)
        names = []
        for code in wanted:
            agency = story.cast.actor("customs" if code == "CU" else code.lower())
            referring.give_advice(
                by=agency,
                case=story.number,
                position="agree",
                reasons="No objection on the evidence in the file.",
                version=None,
            )
            names.append(agency.name)
            self._later(DAY)
        yield Step(
            id="advise",
            ok=story.seen_by("officer").state == "in_review",
            ref=", ".join(wanted),
            actor=", ".join(names),
            count=len(names),
        )

    def _decided(self) -> Iterator[Step]:
        story = self.story
        officer, signer = story.cast.actor("officer"), story.cast.actor("signer")
        draft = draft_of(story, story.seen_by("officer"))
        decisions.draft_decision(
            by=officer, case=story.number, draft=draft, version=None
        )
        sent = decisions.send_for_countersignature(
            by=officer, case=story.number, version=None
        )
        yield Step(
            id="decide",
            ok=sent.state == "countersigning",
            ref=draft.outcome.value,
            actor=officer.name,
            count=len(draft.conditions),
        )
        self._later(DAY)
        signed = decisions.countersign(by=signer, case=story.number, version=None)
        yield Step(
            id="countersign",
            ok=signed.state.startswith("granted"),
            ref=signed.decision.delegation if signed.decision else "",
            actor=signer.name,
            count=1,
        )
        self._later(HOUR)
        run_pending()
        every = held.licences(viewer=story.cast.actor("head"))
        licence = next((one for one in every if one.case == story.number), None)
        yield Step(
            id="issue",
            ok=licence is not None and bool(licence.document),
            ref=licence.number if licence else "",
            actor="system",
            count=len(every),
        )

    def _publish(self) -> Step:
        run_sequencer(at=self.at, flush=True)
        report = check_database()
        return Step(
            id="publish",
            ok=report.waiting == 0 and report.size > 0,
            ref=settings.LICET_LOG_ORIGIN,
            actor="system",
            count=report.size,
        )


def _first_story(cast: Cast) -> Story:
    case = read("cases.yaml")["demo"][1]
    return Story(cast=cast, case=case, item=read("items.yaml")[case["item"]])
