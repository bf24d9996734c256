"""Words on hits: an officer's, a second officer's, and one word on several hits of the same evidence.

Nothing is overwritten. Undoing is a new word; the newest speaks, and all are kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction

from licet.web.casework.acts.acting import Act, case_act, joined_act, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.facts import Said, changed_facts
from licet.web.casework.casefile.casefile import Findings, load_findings
from licet.web.casework.errors import (
    InvalidInputError,
    MixedEvidenceError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.later import findings_later, risk_later
from licet.web.casework.models import (
    Adjudication,
    AdjudicationBasis,
    Case,
    FactChange,
    Hit,
    SecondWord,
)
from licet.web.casework.rights.policy import Actor
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.screening.four_eyes import need
from licet.web.casework.screening.hit_standing import AWAITING, DECIDED
from licet.web.casework.screening.pairs import sides
from licet.web.casework.screening.reason_codes import Word, read_word
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.services.ownership.ownership import call_ownership
from licet.web.casework.services.screening.carrying import tell_takers
from licet.web.casework.services.screening.hit_places import place_hits
from licet.web.casework.views import CaseView

MOST_TOGETHER = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One hit chosen for a word on several.

    Attributes:
        case: Number of its case.
        hit: Its id.
        version: The version of the case that the officer saw.
    """

    case: str
    hit: str
    version: int | None = None


def adjudicate_hit(  # noqa: PLR0913  # a word is told with its verdict, code, words and need
    *,
    by: Actor,
    case: str,
    hit: str,
    verdict: str,
    reasons: str,
    code: str = "other",
    needed: str = "",
    needed_from: str = "",
    version: int | None,
) -> CaseView:
    """Say of a hit whether it is a match, with the reasons; a later word replaces an earlier.

    Where a second officer is needed the word counts only when one has confirmed it.

    Args:
        by: The officer.
        case: Number of the case.
        hit: Id of a hit of its newest findings.
        verdict: ``match``, ``not_a_match``, ``need_more``, or ``reopen`` to take back a word.
        reasons: Why, in words.
        code: Why, as one of the codes of the verdict.
        needed: What is needed, for ``need_more``.
        needed_from: From whom, for ``need_more``.
        version: The version that the officer saw.

    Raises:
        InvalidInputError: No such verdict or code, no reasons, nothing to reopen.
        NotFoundError: The hit is not of the newest findings of this case.
    """
    word = read_word(verdict, reasons, code, needed, needed_from)
    with case_act("adjudicate_hit", by=by, case=case, version=version) as act:
        _speak(act, hit, word)
    return case_afterwards(viewer=by, case=case)


def _found(findings: Findings, hit: str) -> Hit:
    row = next((one for one in findings.hits if one.pk == as_id(hit)), None)
    if row is None:
        raise NotFoundError("hit")
    return row


def _speak(act: Act, hit: str, word: Word, *, together: str = "") -> None:
    """Enter a word on a hit, and what follows from it."""
    findings = load_findings(act.case)
    row = _found(findings, hit)
    if word.verdict == "reopen" and findings.words.newest(row) is None:
        raise InvalidInputError({"verdict": "Nothing was said of this hit yet."})
    asked = need(row, findings.words.tier)
    seconds = asked.second and word.verdict in DECIDED
    said = Adjudication.objects.create(
        case=act.case,
        hit=row,
        pair=row.pair,
        verdict=word.verdict,
        reasons=word.reasons,
        by_id=act.by.id,
        at=act.at,
    )
    party_digest, entry_hash = sides(row)
    basis = AdjudicationBasis.objects.create(
        adjudication=said,
        party_digest=party_digest,
        entry_hash=entry_hash,
        list_name=row.list_name,
        entity=row.entity,
        party=row.screening.party,
        code=word.code,
        needed=word.needed,
        needed_from=word.needed_from,
        tier=findings.words.tier,
        needs_second=seconds,
        second_because=asked.because if seconds else "",
        together=together,
    )
    _tell_word(act, row, basis, word)
    _follow(act, findings, row, word.reasons)


def _tell_word(act: Act, row: Hit, basis: AdjudicationBasis, word: Word) -> None:
    act.tells(
        hit=str(row.pk),
        pair=row.pair,
        party_digest=basis.party_digest,
        entry_hash=basis.entry_hash,
        verdict=word.verdict,
        code=word.code,
        reasons=word.reasons,
        needed=word.needed,
        needed_from=word.needed_from,
        needs_second=basis.needs_second,
        together=basis.together,
    )


def confirm_hit(
    *,
    by: Actor,
    case: str,
    hit: str,
    agrees: bool,
    reasons: str,
    version: int | None,
) -> CaseView:
    """Say as the second officer whether a word on a hit holds; differing opens it again.

    Args:
        by: The second officer, never the first.
        case: Number of the case.
        hit: Id of a hit of its newest findings.
        agrees: Whether the word holds.
        reasons: Why; both officers' words are kept.
        version: The version that the officer saw.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: The hit is not of the newest findings of this case.
        NotIndependentActError: The officer gave the first word.
        WrongStateError: The hit waits for no second officer.
    """
    words = required_text(
        "reasons", reasons, "Say what you compared, and what it shows."
    )
    with case_act("confirm_hit", by=by, case=case, version=version) as act:
        findings = load_findings(act.case)
        row = _found(findings, hit)
        first = _first_word(by, findings, row)
        SecondWord.objects.create(
            case=act.case, adjudication=first, pair=row.pair, agrees=agrees, reasons=words,
            tier=findings.words.tier, by_id=by.id, at=act.at,
        )  # fmt: skip
        act.tells(
            hit=str(row.pk), pair=row.pair, verdict=first.verdict, first=str(first.by_id),
            agrees=agrees, reasons=words,
        )  # fmt: skip
        _follow(act, findings, row, f"{first.reasons}\n{words}")
    return case_afterwards(viewer=by, case=case)


def _first_word(by: Actor, findings: Findings, row: Hit) -> Adjudication:
    """The word on a hit that waits for the second word of this officer."""
    word = findings.words.newest(row)
    if word is None or findings.words.standing(row) != AWAITING:
        raise WrongStateError(
            "This hit waits for no second officer. Open it again to see how it stands."
        )
    if str(word.said.by_id) == by.id:
        raise NotIndependentActError(
            "You gave the first word on this hit. Somebody else must give the second."
        )
    return word.said


def decide_together(  # noqa: PLR0913  # one word, told as on a single hit
    *,
    by: Actor,
    chosen: Sequence[Chosen],
    verdict: str,
    reasons: str,
    code: str = "other",
    needed: str = "",
    needed_from: str = "",
) -> tuple[Chosen, ...]:
    """Give one word on several hits of the same evidence: all or none, each its own record.

    Args:
        by: The officer.
        chosen: The hits, with the version of each case that the officer saw.
        verdict: As for one hit.
        reasons: Why, in words; the same for all.
        code: As for one hit.
        needed: As for one hit.
        needed_from: As for one hit.

    Returns:
        The hits in the order in which their words were entered.

    Raises:
        InvalidInputError: None or too many chosen, or a word that is not whole.
        MixedEvidenceError: Some rest on other evidence; names them.
        NotFoundError: One is of no newest findings, or no standing in its case.
        StaleVersionError: Somebody acted on one of the cases in between.
    """
    word = read_word(verdict, reasons, code, needed, needed_from)
    if not 0 < len(chosen) <= MOST_TOGETHER:
        raise InvalidInputError(
            {"hits": f"Choose at least one hit and at most {MOST_TOGETHER}."}
        )
    # The same order for everybody, so that two officers wait for each other and never both.
    ordered = sorted({one.hit: one for one in chosen}.values(), key=_order)
    touched: list[Case] = []
    with refusals("adjudicate_hit", by, touched), transaction.atomic():
        _require_same_evidence(by, ordered)
        _speak_on_each(by, ordered, word, touched)
    return tuple(ordered)


def _speak_on_each(
    by: Actor, ordered: Sequence[Chosen], word: Word, touched: list[Case]
) -> None:
    """Enter one word on every hit, each as an act in its own case."""
    together, seen = str(uuid4()), set[str]()
    for one in ordered:
        version = None if one.case in seen else one.version
        seen.add(one.case)
        with joined_act(
            "adjudicate_hit",
            by=by,
            case=one.case,
            version=version,
            touched=touched,
        ) as act:
            _speak(act, one.hit, word, together=together)


def _order(one: Chosen) -> tuple[str, str]:
    return one.case, one.hit


def _require_same_evidence(by: Actor, chosen: Sequence[Chosen]) -> None:
    ids = [as_id(one.hit) for one in chosen]
    rows = {
        row.pk: row
        for row in Hit.objects.filter(
            pk__in=ids, screening__run__case__in=visible_cases(by)
        ).select_related("screening__run__case")
    }
    for one in chosen:
        row = rows.get(as_id(one.hit))
        if row is None or row.screening.run.case.number != one.case:
            raise NotFoundError("hit")
    counts: dict[str, int] = {}
    for pk in ids:
        counts[rows[pk].pair] = counts.get(rows[pk].pair, 0) + 1
    common = max(counts, key=lambda pair: counts[pair])
    if odd := [rows[pk] for pk in ids if rows[pk].pair != common]:
        raise MixedEvidenceError(
            tuple(
                f"{row.screening.run.case.number}: {row.screening.party} ~ {row.matched_name} ({row.entity})"
                for row in odd
            )
        )


def _follow(act: Act, before: Findings, row: Hit, reasons: str) -> None:
    """What follows from a new word: facts of the case, the work list, cases that remember it."""
    after = load_findings(act.case)
    for scope, programmes in _changed_listings(before, after):
        _establish_listing(act, scope, programmes, reasons)
    place_hits(act.case)
    call_ownership(act.case, "hit_adjudicated")
    risk_later(act.case)
    tell_takers(act.case, row.pair)


def _listings(findings: Findings) -> Mapping[tuple[str, str], frozenset[str]]:
    """By role and name of a party, the programmes on which it is confirmed to stand."""
    found = {}
    for screening in findings.screenings:
        matches = [
            one
            for one in findings.hits_of(screening)
            if findings.standing(one) == "match"
        ]
        found[screening.role, screening.party] = frozenset(
            name for one in matches for name in _programmes(one)
        )
    return found


def _programmes(hit: Hit) -> list[str]:
    """The programmes of the entry as rules name them; the list itself when it names none."""
    return sorted(hit.document.get("programs") or ()) or [hit.list_name]


def _changed_listings(
    before: Findings, after: Findings
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    old, new = _listings(before), _listings(after)
    for scope, programmes in new.items():
        if programmes != old.get(scope, frozenset()):
            yield scope, sorted(programmes)


def _establish_listing(
    act: Act, scope: tuple[str, str], programmes: list[str], reasons: str
) -> None:
    """A confirmed match is a fact like any other; one taken back is not known any more."""
    role, party = scope
    changes = changed_facts(
        act.case,
        {f"{role}.listed_on": programmes or None},
        said=Said(by=f"officer:{act.by.id}", at=act.at, basis="found"),
        scope=f"{role}: {party}",
    )
    for change in changes:
        FactChange.objects.create(
            case=act.case, by_id=act.by.id, at=act.at, reasons=reasons, **change
        )
    act.case.facts_version += 1
    findings_later(act.case)
