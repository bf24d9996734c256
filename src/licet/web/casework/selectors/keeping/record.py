"""Reads of a case's record: which act stands where, and whether everything still holds."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from licet.kernel import EvidenceError
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import (
    Case,
    CaseEvent,
    Document,
    LetterDocument,
    LicenceDocument,
)
from licet.web.casework.ports import ports
from licet.web.casework.record.checkpoints import newest_checkpoint
from licet.web.casework.record.proving import (
    ProvedAct,
    proved_acts,
    require_proven,
)
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.selectors.parts.parts import act_words
from licet.web.casework.views import CaseRecordView, DocumentContent, RecordedAct

ERASED = "erased"
_AUTHORITY = frozenset(
    {
        "officer",
        "manager",
        "countersigner",
        "auditor",
        "appeal_manager",
        "appeal_reviewer",
    }
)
_SEES_DRAFTS = frozenset(
    {"officer", "manager", "countersigner", "auditor", "appeal_reviewer"}
)
_DRAFTING = frozenset(
    {"draft_decision", "send_for_countersignature", "return_draft"}
)  # what a decision was before it was one
_READS = frozenset({"read", "refused"})
_SEES_READS = frozenset({"auditor", "manager", "appeal_reviewer", "officer"})


def acts_for(
    viewer: Actor, case: Case
) -> Iterator[tuple[ProvedAct, Mapping[str, Any], bool]]:
    """The acts of a case that a viewer may know of.

    Args:
        viewer: Who asks; standing in the case was asked before.
        case: The case.

    Yields:
        The act, what it says (empty when erased), and whether the viewer may open it. An
        applicant is not told of acts that are the authority's own work.
    """
    public = set(
        CaseEvent.objects.filter(case=case, public=True).values_list("row", flat=True)
    )
    for act in proved_acts(str(case.pk)):
        own = viewer == SYSTEM or viewer.is_staff
        if not own and act.row.pk not in public:
            continue
        told = json.loads(act.opening.payload) if act.opening else {}
        yield (
            act,
            told,
            bool(told) and _may_open(viewer, told, public=act.row.pk in public),
        )


def _may_open(viewer: Actor, told: Mapping[str, Any], *, public: bool) -> bool:
    """Whether a viewer may open an act; another body opens only public acts and its own."""
    if public or viewer == SYSTEM:
        return True
    if not viewer.roles & _AUTHORITY:
        teams = str((told["actor"] or {}).get("team", "")).split(", ")
        return bool(viewer.teams & set(teams))
    if told["kind"] in _DRAFTING:
        return bool(viewer.roles & _SEES_DRAFTS)
    return told["kind"] not in _READS or bool(viewer.roles & _SEES_READS)


def case_record(*, viewer: Actor, case: str, check: bool = False) -> CaseRecordView:
    """The record of a case, act by act; checked on request.

    Args:
        viewer: Who asks.
        case: Number of the case.
        check: Open every act, walk its proof to the signed root and compare every file.

    Raises:
        NotFoundError: None such, or no standing in it.
        NotAllowedError: No role of the viewer may see the record of a case.
    """
    require(viewer, "see_record")
    found = case_for(viewer, case)
    note_read(viewer, found, "record")
    stated = newest_checkpoint()
    acts, named = [], b""
    faults: list[str] = []
    for act, told, open_to_viewer in acts_for(viewer, found):
        proof, why = _proof(act, check=check)
        if proof == "broken":
            faults.append(
                _("Entry %(entry)s: %(why)s") % {"entry": act.entry, "why": why}
            )
        named += act.opening.payload if act.opening else b""
        acts.append(_act(act, told, proof, why, opened=open_to_viewer))
    compared = 0
    if check:
        for words in _files(found, named, viewer):
            compared += 1
            if words:
                faults.append(words)
    return CaseRecordView(
        number=found.number,
        title=found.title,
        origin=stated.origin,
        size=stated.size,
        root=stated.root.hex(),
        acts=tuple(acts),
        checked=check,
        faults=tuple(faults),
        documents=compared,
    )


def _proof(act: ProvedAct, *, check: bool) -> tuple[str, str]:
    if act.entry is None:
        return "waiting", ""
    if not check:
        return "placed", ""
    try:
        require_proven(act)
    except EvidenceError as error:
        return "broken", str(error)
    return "proven", ""


def _act(
    act: ProvedAct, told: Mapping[str, Any], proof: str, why: str, *, opened: bool
) -> RecordedAct:
    kind = str(told.get("kind", ERASED))
    actor = told.get("actor") or {}
    words = act_words(kind) if opened else _("An act that stays closed to you")
    if not told:
        words = _("Lawfully erased; that it was there is still proven")
    return RecordedAct(
        entry=act.entry,
        commitment=bytes(act.row.entry)[1:].hex(),
        at=act.row.recorded_at,
        kind=kind if opened else "",
        words=words,
        by=str(actor.get("name", "")) if opened else "",
        proof=proof,
        why=why,
        opened=opened,
    )


def kept_files(case: Case) -> Iterator[tuple[str, str, str]]:
    """Every file of a case that is kept: where it goes in a bundle, its hash, what it is."""
    for number, row in enumerate(
        Document.objects.filter(case=case).order_by("uploaded_at", "pk"), start=1
    ):
        if row.standing != "removed":
            yield f"documents/{number:02d}-{row.name}", row.sha256, row.purpose
    for number, letter in enumerate(
        LetterDocument.objects.filter(letter__case=case)
        .select_related("letter")
        .order_by("letter__made_at"),
        start=1,
    ):
        yield f"letters/{number:02d}.pdf", letter.sha256, letter.letter.subject
    suffixes = {"pdf": "pdf", "sdjwt": "sdjwt", "code": "txt"}
    for paper in LicenceDocument.objects.filter(licence__case=case).select_related(
        "licence"
    ):
        name = f"{paper.licence.number}.{suffixes.get(paper.kind, 'bin')}"
        yield f"licence/{name}", paper.sha256, f"Licence {paper.licence.number}"


def _files(case: Case, named: bytes, viewer: Actor) -> Iterator[str]:
    """For every file, what is wrong with it; empty words when nothing is."""
    for path, sha256, _about in kept_files(case):
        try:
            ports().evidence.read(sha256, key=str(case.pk))
        except EvidenceError as error:
            yield f"{path}: {error}"
            continue
        unnamed = viewer.is_staff and sha256.encode() not in named
        yield (
            _("%(file)s: no act of the record names its hash.") % {"file": path}
            if unnamed
            else ""
        )


def receipt(*, viewer: Actor, case: str, entry: int) -> DocumentContent:
    """The offline receipt of one act, opened where the viewer may open it.

    Raises:
        NotFoundError: No such act that this person may know of.
    """
    require(viewer, "see_record")
    found = case_for(viewer, case)
    for act, _told, opened in acts_for(viewer, found):
        if act.entry == entry and act.receipt is not None:
            note_read(viewer, found, f"entry {entry}")
            given = act.receipt if opened else act.closed()
            assert given is not None  # noqa: S101  # it has a receipt
            return DocumentContent(
                name=f"{case}-{entry}.receipt",
                media_type="text/plain; charset=utf-8",
                content=given.render().encode(),
            )
    raise NotFoundError("entry")
