"""Say how a killed authority was left: rows, files, record, receipts. Run as a program by the tests.

Usage: ``accounting.py [FOLDER]``; the state is named by the environment. It changes nothing, but
writes the receipt of each decision into the folder. Prints one JSON document.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def standing(models: Any, case: Any) -> dict[str, Any]:
    """What one case holds, in numbers that are only right when nothing is half done."""
    events = models.CaseEvent.objects.filter(case=case)
    signatures = models.Countersignature.objects.filter(decision__case=case)
    return {
        "state": case.state,
        "submissions": events.filter(kind="submit_application").count(),
        "receipts": models.OutboxMessage.objects.filter(
            key=f"receipt:{case.pk}"
        ).count(),
        "clock": models.ClockRow.objects.filter(case=case).count(),
        "findings": models.FindingsRun.objects.filter(case=case).count(),
        "found": events.filter(kind="record_findings").count(),
        "signed": events.filter(kind="countersign").count(),
        "decisions": models.Decision.objects.filter(case=case).count(),
        "signatures": signatures.count(),
        "letters": models.Letter.objects.filter(case=case).count(),
        "papers": models.LetterDocument.objects.filter(letter__case=case).count(),
        "licences": models.Licence.objects.filter(case=case).count(),
        "documents": sorted(
            models.LicenceDocument.objects.filter(licence__case=case).values_list(
                "kind", flat=True
            )
        ),
    }


def lost(models: Any) -> list[str]:
    """Files that a row names and the folder does not hold as they were."""
    files = importlib.import_module("licet.web.casework.application.files")
    sealed = importlib.import_module("licet.web.casework.record.evidence")
    folder = sealed.SealedEvidence(root=settings.LICET_STATE / "evidence")
    named = (
        models.Document.objects.values_list("sha256", "case"),
        models.LetterDocument.objects.values_list("sha256", "letter__case"),
        models.LicenceDocument.objects.values_list("sha256", "licence__case"),
    )
    gone = []
    for sha256, key in sorted({one for rows in named for one in rows}):
        try:
            folder.read(sha256, key=str(key))
        except files.EvidenceLostError:
            gone.append(sha256)
    return gone


def receipts(models: Any, folder: Path | None) -> int:
    """How many receipts of signed decisions verify; each is left in the folder."""
    ledger = importlib.import_module("licet.ledger")
    record = importlib.import_module("licet.web.casework.record.export")
    keys = importlib.import_module("licet.web.casework.record.checkpoints").log_keys()
    rows = importlib.import_module("licet.web.casework.models.record").LedgerRow
    proven = 0
    for event in models.CaseEvent.objects.filter(kind="countersign"):
        text = record.receipt_of(rows.objects.get(pk=event.row))
        if text is not None:
            ledger.verify_receipt(ledger.parse_receipt(text), log=keys)
            proven += 1
            if folder is not None:
                (folder / f"{event.row}.receipt").write_text(text, "utf-8")
    return proven


def main() -> None:
    """Look, and say."""
    django.setup()
    models = importlib.import_module("licet.web.casework.models")
    fsck = importlib.import_module("licet.web.casework.record.fsck")
    jobs = importlib.import_module("django_tasks_db.models").DBTaskResult
    status = importlib.import_module("django_tasks.base").TaskResultStatus
    report = fsck.check_database()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    told = {
        "cases": {
            case.number: standing(models, case) for case in models.Case.objects.all()
        },
        "faults": [fault.words for fault in report.faults],
        "lost": lost(models),
        "receipts": receipts(models, folder),
        "failed": list(
            jobs.objects.filter(status=status.FAILED).values_list(
                "traceback", flat=True
            )
        ),
        "open": jobs.objects.exclude(
            status__in=(status.SUCCESSFUL, status.FAILED)
        ).count(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
