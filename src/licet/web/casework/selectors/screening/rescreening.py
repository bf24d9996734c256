"""What a change of a list touches: parties of open cases and of live licences. Writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from licet.screening import Entity, ListDelta, Question
from licet.web.casework.models import Adjudication, Case, Licence, SecondWord
from licet.web.casework.ownership.gathering import owners_behind
from licet.web.casework.ports import ports
from licet.web.casework.screening.party_questions import party_question
from licet.web.casework.views import Json

_NOT_OPEN = frozenset({"draft", "withdrawn", "lapsed", "refused", "returned"})
_GRANTED = frozenset({"granted", "granted_with_conditions"})
LIVE = frozenset({"issued", "suspended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An open case, or a live licence with its case; who stands behind its parties."""

    case: Case
    licence: Licence | None = None
    behind: Sequence[Json] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Numbers of case and licence."""
        return self.case.number, self.licence.number if self.licence else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One party of a subject, and the entry of a list whose change touches it.

    Attributes:
        change: What became of the entry: ``added``, ``changed`` or ``removed``.
        gone: Whether a confirmed match no longer stands on the entry.
        content_hash: Of the entry as it came, or as it last read when it went.
        score: Four decimals; of the confirmed match when that is gone.
        document: The hit as screening gives it, or as it was confirmed.
    """

    subject: Subject
    party: str
    role: str
    entry: str
    entry_name: str
    content_hash: str
    change: str
    gone: bool
    source: str
    older: str
    newer: str
    score: str
    words: str
    document: Json

    @property
    def key(self) -> tuple[object, ...]:
        """What is told once."""
        return *self.subject.key, self.party, self.content_hash, self.gone

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        case, licence = self.subject.key
        return {
            "case": case,
            "licence": licence or None,
            "party": self.party,
            "role": self.role,
            "entry": self.entry,
            "entry_name": self.entry_name,
            "entry_hash": self.content_hash,
            "change": self.change,
            "match_gone": self.gone,
            "source": self.source,
            "older": self.older,
            "newer": self.newer,
            "score": self.score,
            "words": self.words,
            "parts": list(self.document.get("parts") or ()),
            "qualifiers": list(self.document.get("qualifiers") or ()),
        }


def subjects() -> tuple[Subject, ...]:
    """Every open case and live licence, in the order of their numbers.

    A case that was granted and whose licence is not issued yet counts as open: between the
    two a change of a list would otherwise touch neither.
    """
    waiting = Q(state__in=_GRANTED, licences__isnull=True)
    cases = Case.objects.filter(waiting | ~Q(state__in=_NOT_OPEN | _GRANTED)).distinct()
    licences = Licence.objects.filter(state__in=LIVE).select_related("case")
    behind = owners_behind()
    return (
        *(
            Subject(case=one, behind=behind.get(one.pk, ()))
            for one in cases.order_by("number")
        ),
        *(
            Subject(case=one.case, licence=one, behind=behind.get(one.case_id, ()))
            for one in licences.order_by("number")
        ),
    )


def parties_of(subject: Subject) -> Sequence[Json]:
    """The parties of a subject, and who stands behind them, that have a name."""
    parties = subject.case.transaction.get("parties") or ()
    return [one for one in (*parties, *subject.behind) if one.get("name")]


def touches(delta: ListDelta, held: Sequence[Subject]) -> tuple[Touch, ...]:
    """What the change of a list touches, one line for each subject, party and entry.

    Args:
        delta: The change.
        held: Whose parties are screened.

    Returns:
        By subject and party, the best score first.
    """
    asked: dict[Question, list[tuple[Subject, Json]]] = {}
    for subject in held:
        for party in parties_of(subject):
            asked.setdefault(party_question(party), []).append((subject, party))
    concerned = list(asked.values())
    found = [
        _touch(delta, subject, party, hit)
        for place, hit in ports().screener.rescreen(tuple(asked), delta)
        for subject, party in concerned[place]
    ]
    reached = {(one.subject.key, one.party, one.entry) for one in found}
    found += [
        one
        for one in _gone(delta, held)
        if (one.subject.key, one.party, one.entry) not in reached
    ]
    return _once(found)


def _once(found: Iterable[Touch]) -> tuple[Touch, ...]:
    """The best of every key: a party may stand in a case in two roles."""
    best: dict[tuple[object, ...], Touch] = {}
    for one in sorted(found, key=lambda t: (t.subject.key, t.party, -Decimal(t.score))):
        best.setdefault(one.key, one)
    return tuple(best.values())


def _touch(delta: ListDelta, subject: Subject, party: Json, hit: Json) -> Touch:
    entry = str(hit["entity"])
    return Touch(
        subject=subject,
        party=str(party["name"])[:300],
        role=str(party["role"]),
        entry=entry,
        entry_name=str(hit["matched_name"]),
        content_hash=str(hit["entry_hash"]),
        change="added" if entry in delta.changes.added else "changed",
        gone=False,
        source=delta.source,
        older=delta.older,
        newer=str(hit["list_version"]) or delta.newer,
        score=str(hit["score"]),
        words=str(hit["words"]),
        document=hit,
    )


def _gone(delta: ListDelta, held: Sequence[Subject]) -> Iterator[Touch]:
    """Confirmed matches whose entry went, or reads so that the party is no hit any more."""
    went = {one.id: one for one in delta.removed}
    differs = {one.id: one for one in delta.touched if one.id in delta.changes.changed}
    if not went and not differs:
        return
    confirmed = _confirmed(delta.source, {one.case.pk for one in held})
    for subject in held:
        for one in confirmed.get(subject.case.pk, ()):
            entry = one.hit.entity
            if entry in went or entry in differs:
                entity = went.get(entry) or differs[entry]
                yield _lost(
                    delta,
                    subject,
                    one,
                    entity,
                    "removed" if entry in went else "changed",
                )


def _confirmed(
    source: str, cases: set[object]
) -> Mapping[object, Sequence[Adjudication]]:
    """The matches that stand, by case: the newest word on each party and entry."""
    newest: dict[tuple[object, ...], Adjudication] = {}
    rows = Adjudication.objects.filter(hit__list_name=source)
    for one in rows.select_related("hit__screening", "basis").order_by("pk"):
        if one.case_id in cases:
            screening = one.hit.screening
            key = one.case_id, screening.party, screening.role, one.hit.entity
            newest[key] = one
    found: dict[object, list[Adjudication]] = {}
    seconds = dict(
        SecondWord.objects.filter(adjudication__hit__list_name=source)
        .order_by("pk")
        .values_list("adjudication", "agrees")
    )
    for one in newest.values():
        basis = getattr(one, "basis", None)
        alone = basis is None or not basis.needs_second
        if one.verdict == "match" and seconds.get(one.pk, alone):
            found.setdefault(one.case_id, []).append(one)
    return found


def _lost(
    delta: ListDelta, subject: Subject, one: Adjudication, entity: Entity, change: str
) -> Touch:
    hit = one.hit
    what = (
        "was removed from the list"
        if change == "removed"
        else "reads differently and is no hit any more"
    )
    return Touch(
        subject=subject,
        party=hit.screening.party,
        role=hit.screening.role,
        entry=hit.entity,
        entry_name=hit.matched_name,
        content_hash=entity.content_hash(),
        change=change,
        gone=True,
        source=delta.source,
        older=delta.older,
        newer=delta.newer,
        score=hit.score,
        words=f'The entry "{hit.matched_name}" {what}: the basis of the confirmed match is gone.',
        document=hit.document,
    )
