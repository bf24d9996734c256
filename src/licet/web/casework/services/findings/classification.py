"""An officer's own classification: with reason and law, beside the computed one, never instead of the record."""

from collections.abc import Sequence

from licet.regimes import Regime
from licet.web.casework.acts.acting import Act, case_act
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.facts import Said, changed_facts
from licet.web.casework.casefile.casefile import load_findings
from licet.web.casework.decision.gate import item_names
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.later import findings_later
from licet.web.casework.law.asking import claimed_entries, package_of
from licet.web.casework.models import Case, ClassificationOverride, FactChange
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.views import CaseView, Json

_LONGEST_LAW = 300


def _require_entry(law: Regime, entry: str) -> None:
    if entry and entry not in law.entries and entry not in law.header.unlisted:
        raise InvalidInputError(
            {
                "entry": f"{law.header.id} has no entry {entry!r}. Choose one of its list."
            }
        )


def _computed(case: Case, item: int) -> str:
    """The entries of an item as they were computed last."""
    return ", ".join(
        str(one["entry"])
        for row in load_findings(case).determinations
        if row.governing and row.item == item - 1
        for one in row.document.get("classification") or ()
    )


def override_classification(  # noqa: PLR0913  # what, why and by which law
    *,
    by: Actor,
    case: str,
    item: int,
    entry: str,
    law: str,
    reasons: str,
    version: int | None,
) -> CaseView:
    """Set the entry of an item; it stands as a fact with basis ``officer``.

    What the facts certainly show stays shown beside it, because the law reads the item and
    not its label: where both fit, the strictest answer governs.

    Args:
        by: The officer.
        case: Number of the case.
        item: Which item, counted from 1.
        entry: The entry, or the law's word for no entry; empty lets the item's own facts
            speak alone.
        law: The provision on which it rests.
        reasons: Why.
        version: The version that the officer saw.

    Raises:
        InvalidInputError: No reasons, no law, no such item or entry.
    """
    words = required_text("reasons", reasons, "Say why the item falls there.")
    place = required_text("law", law, "Name the provision on which it rests.")
    with case_act("override_classification", by=by, case=case, version=version) as act:
        package = package_of(act.case.profile)
        _require_entry(package, entry)
        if not 1 <= item <= len(item_names(act.case.transaction)):
            raise InvalidInputError({"item": f"The case has no item {item}."})
        before = _computed(act.case, item)
        changes = _changes(act, claimed_entries(package)[0], item, entry)
        row = _keep_override(
            act, item, entry, before=before, place=place, words=words, changes=changes
        )
        act.case.facts_version += 1
        findings_later(act.case)
        act.tells(item=item, entry=entry, before=before, law=row.law, reasons=words)
    return case_afterwards(viewer=by, case=case)


def _changes(act: Act, path: str, item: int, entry: str) -> Sequence[Json]:
    said = Said(by=f"officer:{act.by.id}", at=act.at, basis="officer")
    return changed_facts(
        act.case, {path: entry or None}, said=said, scope=f"item {item}"
    )


def _keep_override(  # noqa: PLR0913  # what, by which law and why
    act: Act,
    item: int,
    entry: str,
    *,
    before: str,
    place: str,
    words: str,
    changes: Sequence[Json],
) -> ClassificationOverride:
    for change in changes:
        FactChange.objects.create(
            case=act.case, by_id=act.by.id, at=act.at, reasons=words, **change
        )
    return ClassificationOverride.objects.create(
        case=act.case,
        item=item,
        entry=entry,
        before=before[:300],
        law=place[:_LONGEST_LAW],
        reasons=words,
        by_id=act.by.id,
        at=act.at,
    )
