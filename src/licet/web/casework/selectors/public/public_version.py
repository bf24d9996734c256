"""A decision as the public may read it: made from the record, what is withheld listed with its ground."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from licet.kernel import territory_name
from licet.web.casework.casefile.casefile import load
from licet.web.casework.decision.deciding import detail_of
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import DecisionDraft
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.desk.desk import case_view
from licet.web.casework.views import CaseView, DecisionView, PublicPart, PublicVersion

_SHORTEST = 4  # shorter words occur by chance


def public_version(*, viewer: Actor, case: str) -> PublicVersion:
    """The public version of the newest decision of a case.

    Parties, exporter and persons are never public; their names go from every sentence. A
    reason that stays secret appears by its gist, and its marking is the ground.

    Raises:
        NotAllowedError: No role of the viewer may make it.
        NotFoundError: No such case for this person, or nothing is decided.
    """
    require(viewer, "see_public_version")
    row = case_for(viewer, case)
    note_read(viewer, row, "public version")
    file = load(row)
    found = case_view(file, viewer)
    if found.decision is None or file.decision is None:
        raise NotFoundError("decision")
    parts = tuple(_parts(found, found.decision, file.decision.draft))
    return PublicVersion(
        case=case,
        parts=parts,
        suppressed=tuple((one.label, one.withheld) for one in parts if one.withheld),
    )


def _parts(
    found: CaseView, decision: DecisionView, draft: DecisionDraft
) -> Iterator[PublicPart]:
    names = _names(found)
    private = _("identity of those concerned")
    yield PublicPart(label=_("Outcome"), words=decision.outcome_words)
    yield PublicPart(label=_("Decided on"), words=f"{decision.decided_on:%F}")
    yield PublicPart(label=_("Governing law"), words=found.profile)
    entries = _entries(found)
    yield PublicPart(label=_("Entries"), words=", ".join(entries) or _("unlisted"))
    yield PublicPart(label=_("Destination"), words=_destination(found))
    yield PublicPart(label=_("Applicant"), words="", withheld=private)
    yield PublicPart(label=_("Parties"), words="", withheld=private)
    yield PublicPart(
        label=_("Items by name, quantity and value"),
        words="",
        withheld=_("trade secret"),
    )
    for ground in decision.grounds:
        law = ", ".join(
            str(ground.citation[key])
            for key in ("instrument", "pinpoint")
            if ground.citation.get(key)
        )
        words = f"{ground.title} ({law}). {_without(ground.words, names)}"
        yield PublicPart(label=_("Ground"), words=words)
    yield PublicPart(label=_("Reasons"), words=_without(decision.reasons, names))
    for one in detail_of(draft).get("secret", ()):
        yield PublicPart(
            label=_("A reason that stays secret"),
            words=_without(one.gist, names),
            withheld=_("marked %(marking)s") % {"marking": one.marking},
        )
    for condition in decision.conditions:
        yield PublicPart(label=_("Condition"), words=condition.title)
    yield PublicPart(
        label=_("Who drafted and signed"), words="", withheld=_("personal data")
    )


def _entries(found: CaseView) -> list[str]:
    return sorted(
        {
            str(one["entry"])
            for each in found.determinations
            if each.governing
            for one in each.document.get("classification") or ()
        }
    )


def _destination(found: CaseView) -> str:
    codes = [
        str(value)
        for fact in found.facts
        if fact.path == "destination"
        for value in fact.values
    ]
    return ", ".join(territory_name(code) for code in codes) or _("not stated")


def _names(found: CaseView) -> Sequence[str]:
    """Every name that must not slip out in a sentence, the longest first."""
    parties = [str(one.get("name", "")) for one in found.transaction.get("parties", ())]
    items = [str(one.get("name", "")) for one in found.transaction.get("items", ())]
    contact = [one.name for one in found.organisation.members]
    plain = [found.organisation.name, found.title, *parties, *items, *contact]
    bare = [name.partition(" (")[0] for name in plain]
    named = {name.strip() for name in (*plain, *bare)}
    return sorted(
        (name for name in named if len(name) >= _SHORTEST), key=len, reverse=True
    )


def _without(words: str, names: Sequence[str]) -> str:
    lowered = words.casefold()
    for name in names:
        while (place := lowered.find(name.casefold())) >= 0:
            words = words[:place] + "[…]" + words[place + len(name) :]
            lowered = words.casefold()
    return words
