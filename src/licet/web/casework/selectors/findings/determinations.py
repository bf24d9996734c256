"""Reads about the law inside a case: runs, official texts, documents asked for, classification."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from licet.web.casework.application.classification import (
    classified_items,
    override_view,
)
from licet.web.casework.application.practice import kind_of
from licet.web.casework.application.required import (
    following,
    of_kind,
    required_documents,
)
from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.decision.gate import item_names
from licet.web.casework.gathered import read
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import (
    Case,
    ClassificationOverride,
    DeterminationRecord,
    FindingsRun,
)
from licet.web.casework.ports import ports
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.part_marks import require_part
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.parts.parts import Names
from licet.web.casework.views import (
    ClassifiedItemView,
    DeterminationRunView,
    DeterminationView,
    Json,
    LawTextView,
    RequiredDocumentView,
)


def run_views(case: Case) -> tuple[DeterminationRunView, ...]:
    """Every computation of a case, the newest first; one query."""
    rows = read(runs_of, case)
    return tuple(
        DeterminationRunView(
            id=f"run:{row.pk}",
            on=row.on,
            made_at=row.made_at,
            facts_version=row.facts_version,
            facts_digest=row.basis.facts_digest,
            outcomes=tuple(row.basis.outcomes),
            difference=row.basis.difference,
            law_days=row.basis.law_days,
            changes=tuple(row.basis.changes),
            current=place == 0,
            stale=row.facts_version != case.facts_version,
        )
        for place, row in enumerate(rows)
    )


def runs_of(case: Case) -> QuerySet[FindingsRun]:
    """Every computation with what it rests on, without the facts themselves."""
    found = FindingsRun.objects.filter(case=case, basis__isnull=False)
    light = found.select_related("basis").defer("basis__facts", "prohibitions", "lists")
    return light.order_by("-pk")


def runs(*, viewer: Actor, case: str) -> tuple[DeterminationRunView, ...]:
    """Every computation of a case that the viewer may see, the newest first.

    Raises:
        NotFoundError: None such, or no standing in it.
    """
    require(viewer, "see_case")
    found = case_for(viewer, case)
    require_part(viewer, found, "determinations")
    note_read(viewer, found, "case")
    return run_views(found)


def determination_view(
    file: CaseFile, row: DeterminationRecord, known: Sequence[DeterminationRunView]
) -> DeterminationView:
    """A determination of the newest run, with official texts and what would change it."""
    run = file.findings.run
    assert run is not None  # noqa: S101  # a determination has its run
    changes: Json = {}
    for one in known[0].changes if known else ():
        if (one["item"], one["regime"]) == (row.item, row.regime):
            changes = one["changes"]
    return DeterminationView(
        id=f"determination:{row.pk}",
        item=row.item,
        item_name=row.item_name,
        regime=row.regime,
        governing=row.governing,
        on=run.on,
        outcome=row.outcome,
        sentence=str(row.document.get("sentence", "")),
        verified=bool(row.document.get("verified", False)),
        document=row.document,
        made_at=run.made_at,
        stale=not file.fresh,
        changes=changes,
        texts=law_texts(row.regime, row.document),
    )


def law_texts(regime: str, found: Json) -> dict[str, LawTextView]:
    """The official texts at hand for the entries and the fired rules of a determination.

    Args:
        regime: The package.
        found: A determination as JSON.

    Returns:
        Text by entry and by pinpoint; what is not at hand is absent.
    """
    law = package_of(regime)
    own = {law.header.instrument}
    own |= {law.below.instrument} if law.below is not None else set()
    entries = [str(one["entry"]) for one in found.get("classification") or ()]
    places = {place: law.origin("entries", place) for place in entries}
    for one in found.get("rules") or ():
        if one["fired"] and one["citation"]["instrument"] in own:
            place = str(one["citation"]["pinpoint"])
            places.setdefault(place, law.origin("rules", str(one["id"])))
    texts = {}
    for place, source in places.items():
        at_hand = ports().texts.text(source, place)
        if at_hand is not None:
            texts[place] = LawTextView(
                pinpoint=place,
                lines=at_hand.lines,
                source=at_hand.source,
                version=at_hand.version,
                uri=at_hand.uri,
            )
    return texts


def required_views(file: CaseFile) -> tuple[RequiredDocumentView, ...]:
    """The documents that the governing law asks for in a case, and which are there."""
    governing = (
        (row.item, row.document)
        for row in file.findings.determinations
        if row.governing
    )
    reasons = following(file.case.sections)
    asked = required_documents(
        governing, file.documents, package_of(file.case.profile), reasons=reasons
    )
    return of_kind(kind_of(file.case), asked, file.documents, reasons=reasons)


def overrides_of(case: Case) -> list[ClassificationOverride]:
    """The classifications that officers set, the oldest first."""
    return read(set_entries_of, case)


def set_entries_of(case: Case) -> QuerySet[ClassificationOverride]:
    """The classifications that officers set, the oldest first."""
    return ClassificationOverride.objects.filter(case=case).order_by("pk")


def classification_views(
    file: CaseFile, overrides: Iterable[ClassificationOverride], known: Names
) -> tuple[ClassifiedItemView, ...]:
    """How every item of a submitted case is classified."""
    if file.findings.run is None:
        return ()
    newest = {
        row.item: override_view(row, known.get(str(row.by_id), "")) for row in overrides
    }
    governing = {
        row.item: row.document for row in file.findings.determinations if row.governing
    }
    stated = ports().determiner.stated(file.case.transaction, on=file.findings.run.on)
    return classified_items(
        item_names(file.case.transaction), governing, dict(enumerate(stated)), newest
    )
