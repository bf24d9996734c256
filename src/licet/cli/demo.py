"""``licet demo``: the whole way once without a browser, on real lists when they are there."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from licet.kernel import InputError

if TYPE_CHECKING:
    from licet.web.casework.demo.way import Step, Way

MARK = "made-by-demo"


class ForeignStateError(InputError):
    """A state folder that holds something else than a demo."""

    code: ClassVar[str] = "foreign_state"

    def __init__(self, state: Path) -> None:
        super().__init__(
            f"{state} was not made by `licet demo`, so it is left alone. "
            "Name another folder in LICET_STATE."
        )


def register(app: typer.Typer) -> None:
    """Add ``demo`` to the command."""
    app.command("demo")(demo)


def demo(
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of official data; ../shared/data when there."),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Take one invented case from application to verified licence, and check the record."""
    state = _fresh_state()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.site.settings")
    os.environ.setdefault("LICET_LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    steps = []
    for step in _stations(state, data):
        steps.append(step.to_json())
        if not as_json:
            print(
                f"{'ok ' if step.ok else 'NOT'} {step.id:<12} {step.actor}: {step.ref}"
            )
    ok = all(step["ok"] for step in steps)
    if as_json:
        print(json.dumps({"ok": ok, "steps": steps}, ensure_ascii=False))
    raise typer.Exit(0 if ok else 1)


def _fresh_state() -> Path:
    """An empty state folder with our mark; one of an earlier demo is emptied first."""
    state = Path(os.environ.get("LICET_STATE", "var")).resolve()
    if state.exists() and any(state.iterdir()) and not (state / MARK).exists():
        raise ForeignStateError(state)
    for path in sorted(state.rglob("*"), reverse=True) if state.exists() else ():
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    state.mkdir(parents=True, exist_ok=True)
    (state / MARK).write_text(
        "This folder was made by `licet demo` and may be emptied by it.\n"
    )
    return state


def _stations(state: Path, data: Path | None) -> "Iterator[Step]":
    from licet.web.casework.demo.doors import lists_folder
    from licet.web.casework.demo.way import Way

    way = Way(at=datetime.now(UTC), lists=data / "lists" if data else lists_folder())
    held: Step | None = None
    for step in way.steps():
        if step.id == "publish":
            held = step
        else:
            yield step
    yield _verify(way)
    if held is not None:
        yield held
    yield _fsck(state)


def _verify(way: "Way") -> "Step":
    """Verify the licence offline, from files, as customs would."""
    from licet.web.casework.demo.way import Step
    from licet.web.casework.letters.check import verify_pdf
    from licet.web.casework.selectors.desk.documents import licence_document
    from licet.web.casework.selectors.licences.licences import licences
    from licet.web.register import published

    head = way.story.cast.actor("head")
    licence = next(one for one in licences(viewer=head) if one.case == way.story.number)
    paper = licence_document(viewer=head, licence=licence.number, kind="pdf")
    verdict = verify_pdf(
        paper.content,
        keys=published.key_set(),
        status=published.status_list(),
        at=datetime.now(UTC),
        max_status_age=published.LIFETIME,
    )
    return Step(
        id="verify",
        ok=verdict.answer.value == "valid",
        ref=f"{licence.number}: {verdict.answer.value}",
        actor="customs",
        count=len(verdict.reasons),
    )


def _fsck(state: Path) -> "Step":
    from licet.ledger import DirectorySource, examine
    from licet.web.casework.demo.way import Step
    from licet.web.casework.record.checkpoints import log_keys
    from licet.web.casework.record.export import export_log
    from licet.web.casework.record.fsck import check_database

    folder = state / "export"
    export_log(folder)
    outside = examine(DirectorySource(root=folder), list(log_keys()))
    inside = check_database()
    faults = [*inside.faults, *outside.faults]
    return Step(
        id="fsck",
        ok=not faults,
        ref=str(folder.relative_to(state)),
        actor="auditor",
        count=inside.rows,
    )
