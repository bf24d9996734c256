"""A copy of a case with parts withheld, each with its ground; the original stays untouched."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.acting import record_on_case
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import Disclosure
from licet.web.casework.ports import now, ports
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.desk import desk
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.services.keeping.retention import retention_act
from licet.web.casework.views import CaseView, DocumentContent
from licet.web.casework.views.disclosures import CopyView, PartView

KIND = "redacted_copy"
_SHORTEST = 4  # shorter words occur by chance
GROUNDS: Mapping[str, Any] = {
    "personal_data": _("personal data"),
    "trade_secret": _("trade secret"),
    "security": _("public security or defence"),
    "foreign_relations": _("relations with other states"),
    "deliberation": _("deliberation of the authority and those it asked"),
}


def parts(*, viewer: Actor, case: str) -> tuple[PartView, ...]:
    """The parts of a case that a copy can show, with the ground that its marking suggests.

    Raises:
        NotAllowedError: The person makes no copies.
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "redact_case")
    return tuple(_parts(desk.case(viewer=viewer, case=case)))


def _parts(found: CaseView) -> Iterator[PartView]:
    yield _part("head", "title", "Title", found.title)
    yield _part("head", "organisation", "Applicant", found.organisation.name)
    if found.submitted_at:
        yield _part("head", "submitted", "Submitted", f"{found.submitted_at:%F}")
    for fact in found.facts:
        words = "; ".join(map(str, fact.values))
        # A scope names the party; the label of a copy must not.
        role = fact.scope.partition(":")[0]
        place, label = f"{fact.scope}-{fact.path}", f"{role}: {fact.path}"
        yield _part("facts", place, label, words, _fact_ground(fact.path))
    for number, party in enumerate(found.transaction.get("parties") or ()):
        label = str(party.get("role", "party"))
        yield _part("parties", str(number), label, str(party.get("name", "")))
    for number, document in enumerate(found.documents):
        yield _part("documents", str(number), document.purpose, document.name)
    yield from _said(found)
    yield from _decided(found)


def _said(found: CaseView) -> Iterator[PartView]:
    """Questions and answers, messages, what other bodies advised."""
    for number, one in enumerate(found.requests):
        yield _part("questions", str(number), "Question", one.question)
        place = f"{number}-answer"
        yield _part("questions", place, "Answer", one.answer, "trade_secret")
    for number, message in enumerate(found.messages):
        yield _part("messages", str(number), message.by, message.text, "personal_data")
    for number, referral in enumerate(found.referrals):
        team, why = referral.team.name, referral.because
        yield _part("advice", str(number), team, why, "deliberation")
        for version, advice in enumerate(referral.advice):
            yield _part(
                "advice",
                f"{number}-{version}",
                f"{team}: {advice.position}",
                advice.reasons,
                "deliberation",
            )


def _decided(found: CaseView) -> Iterator[PartView]:
    if found.decision is None:
        return
    yield _part("decision", "outcome", "Outcome", found.decision.outcome_words)
    yield _part("decision", "reasons", "Reasons", found.decision.reasons)
    for number, one in enumerate(found.decision.conditions):
        yield _part("decision", f"condition-{number}", "Condition", one.words)


def _part(
    group: str, place: str, label: str, words: str, withhold: str = ""
) -> PartView:
    return PartView(
        id=f"{group}.{place}", group=group, label=label, words=words, withhold=withhold
    )


def _fact_ground(path: str) -> str:
    technical = ("technical", "capability", "value", "price", "performance")
    return "trade_secret" if any(word in path for word in technical) else ""


def redact_case(
    *, by: Actor, case: str, purpose: str, withheld: Mapping[str, str]
) -> CopyView:
    """Make the copy: a new document, sealed with the case, entered with every ground.

    Args:
        by: Who makes it.
        case: Number of the case.
        purpose: For whom and for what.
        withheld: Ground by id of the part; parts that are not named are shown.

    Raises:
        InvalidInputError: A part or ground that there is not, or no purpose.
        NotFoundError: No such case, or no standing in it.
    """
    words = required_text("purpose", purpose, "Say for whom the copy is, and for what.")
    held = parts(viewer=by, case=case)
    known = {one.id: one for one in held}
    for part, ground in withheld.items():
        if part not in known or ground not in GROUNDS:
            raise InvalidInputError(
                {"withheld": f"There is no part {part!r} or no ground {ground!r}."}
            )
    reasons = [
        {"part": part, "label": known[part].label, "ground": ground}
        for part, ground in sorted(withheld.items())
    ]
    key = str(case_for(by, case).pk)
    sha256 = ports().evidence.keep(_copy(case, held, withheld), key=key)
    with retention_act("redact_case", by=by, case=case) as act:
        act.tells(purpose=words, withheld=reasons, sha256=sha256)
        row = record_on_case(act, kind=act.name, public=False)
        made = Disclosure.objects.create(
            kind=KIND,
            case=act.case,
            purpose=words,
            withheld=reasons,
            sha256=sha256,
            by_id=by.id,
            at=act.at,
            row=row,
        )
    return _view(made)


def _copy(case: str, held: tuple[PartView, ...], withheld: Mapping[str, str]) -> bytes:
    lines = [
        f"Copy of case {case} with parts withheld",
        f"Made {now():%Y-%m-%d %H:%M} UTC. The original is unchanged.",
    ]
    gone = sorted(
        {
            one.words
            for one in held
            if one.id in withheld and len(one.words) >= _SHORTEST
        },
        key=len,
        reverse=True,
    )
    group = ""
    for one in held:
        if one.group != group:
            group = one.group
            lines += ["", group.upper()]
        ground = withheld.get(one.id)
        said = f"[withheld: {GROUNDS[ground]}]" if ground else _without(one.words, gone)
        lines.append(f"{one.label}: {said}")
    if withheld:
        lines += [
            "",
            f"{len(withheld)} parts are withheld, each for the ground beside it.",
        ]
    return ("\n".join(lines) + "\n").encode()


def _without(words: str, gone: Sequence[str]) -> str:
    """What is withheld in one part does not slip out in the words of another."""
    for one in gone:
        words = words.replace(one, "[withheld]")
    return words


def copies(*, viewer: Actor, case: str) -> tuple[CopyView, ...]:
    """The copies that were made of a case, the newest first."""
    require(viewer, "redact_case")
    found = case_for(viewer, case)
    made = Disclosure.objects.filter(case=found, kind=KIND).select_related("by")
    return tuple(_view(one) for one in made.order_by("-at"))


def copy_content(*, viewer: Actor, case: str, copy: str) -> DocumentContent:
    """One copy as it was made.

    Raises:
        NotFoundError: None such.
    """
    require(viewer, "redact_case")
    found = case_for(viewer, case)
    made = Disclosure.objects.filter(case=found, kind=KIND, pk=as_id(copy)).first()
    if made is None:
        raise NotFoundError("copy")
    note_read(viewer, found, f"copy {made.pk}")
    return DocumentContent(
        name=f"{case}-copy.txt",
        media_type="text/plain; charset=utf-8",
        content=ports().evidence.read(made.sha256, key=str(found.pk)),
    )


def _view(made: Disclosure) -> CopyView:
    return CopyView(
        id=str(made.pk),
        purpose=made.purpose,
        by=str(made.by),
        at=made.at,
        withheld=tuple(made.withheld),
    )
