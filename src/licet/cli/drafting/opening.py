"""``licet regime open`` and ``licet regime drafts``: a draft package before the public."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from licet.regimes import Problem
    from licet.web.casework.views import LawDraftView

Folder = Annotated[
    Path, typer.Argument(help="Folder of the draft; every file in it is published.")
]
Against = Annotated[
    str, typer.Option("--against", help="The package in force that it would change.")
]
Until = Annotated[
    str, typer.Option("--until", help="Last day on which comments are accepted.")
]
Title = Annotated[
    str, typer.Option("--title", help="Its title; that of the package without it.")
]
Day = Annotated[
    str,
    typer.Option(
        "--on",
        help="The day as of which both are read; without it today, or the draft's own day when that is later.",
    ),
]
Root = Annotated[
    Path | None,
    typer.Option("--root", help="Folder of packages instead of the shipped ones."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def open_draft(  # noqa: PLR0913, PLR0917  # one parameter an option of the command
    folder: Folder,
    against: Against,
    until: Until,
    title: Title = "",
    on: Day = "",
    root: Root = None,
    as_json: Json = False,
) -> None:
    """Open a draft package for public comment, compared with the law in force."""
    from licet.cli.shell import set_up
    from licet.kernel import parse_day

    closes_on = parse_day(until)
    day = parse_day(on) if on else None
    problems = _problems(folder)
    if problems:
        for one in problems:
            print(f"licet: {one}", file=sys.stderr)
        raise typer.Exit(2)
    set_up()
    from django.db import DatabaseError

    try:
        opened = _opened(folder, (against, root), closes_on, title, day)
    except DatabaseError as error:
        why = str(error).splitlines()[0]
        print(
            f"licet: The draft is not opened: the record does not answer ({why}). "
            "Run `licet manage migrate`, or set DATABASE_URL, and open it again.",
            file=sys.stderr,
        )
        raise typer.Exit(4) from None
    _tell(opened, as_json=as_json)


def _problems(folder: Path) -> "tuple[Problem, ...]":
    """Everything that is wrong in a draft, its worked examples included."""
    from licet.determination import check_examples
    from licet.regimes import check_regime, load_package

    return check_regime(folder) or tuple(check_examples(load_package(folder)))


def _opened(
    folder: Path,
    against: tuple[str, Path | None],
    closes_on: date,
    title: str,
    day: date | None,
) -> "LawDraftView":
    from licet.cli.drafting.comparison import NOTES, compared, texts_of
    from licet.regimes import SHIPPED, in_words, load_package, load_regime
    from licet.web.casework.access import SYSTEM
    from licet.web.casework.ports import legal_day, now
    from licet.web.casework.services.law.drafts import (
        NewDraft,
        open_draft,
        require_openable,
    )

    name, root = against
    law, draft, files = load_regime(name, root), load_package(folder), texts_of(folder)
    require_openable(draft.digest, closes_on=closes_on)  # before the long work
    on = day or max(legal_day(now()), draft.header.version)
    notes = (root or SHIPPED) / name / NOTES
    earlier = notes.read_text("utf-8") if notes.is_file() else ""
    new = NewDraft(
        title=title or in_words(draft.header.title),
        package=draft.header.id,
        version=draft.header.version,
        digest=draft.digest,
        against=law.header.id,
        against_version=law.header.version,
        against_digest=law.digest,
        compared_on=on,
        closes_on=closes_on,
        files=files,
        comparison=compared(law, draft, on=on, notes=(earlier, files.get(NOTES, ""))),
    )
    return open_draft(by=SYSTEM, draft=new)


def _tell(opened: "LawDraftView", *, as_json: bool) -> None:
    one = opened.summary
    if as_json:
        told = {
            **_summary(one),
            "commitment": opened.commitment,
            "files": sorted(opened.files),
            "differences": len(opened.differences),
            "outcomes": len(opened.outcomes),
            "solver": opened.solver,
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    print(f"{one.slug}: open for comment until the end of {one.closes_on}")
    print(f"  /rules/drafts/{one.slug}/ publishes {', '.join(sorted(opened.files))}")
    print(
        f"  against {one.against} as of {one.compared_on}; leaves that read otherwise: {len(opened.differences)}; "
        f"pairs of outcomes that change: {len(opened.outcomes)}"
    )
    if opened.solver != "answered":
        print(f"  solver: {opened.solver}; the page says so")
    print(f"  ledger commitment {opened.commitment}")


def list_drafts(as_json: Json = False) -> None:
    """Name the drafts that are or were open for comment."""
    from licet.cli.shell import set_up

    set_up()
    from licet.web.casework.selectors.law import drafts as reads

    found = reads.drafts()
    if as_json:
        print(json.dumps([_summary(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        state = "open" if one.is_open else "closed"
        print(
            f"{one.slug}: {state}, until {one.closes_on}, against {one.against}: {one.title}"
        )
    if not found:
        print(
            "No draft was opened. Run `licet regime open FOLDER --against PACKAGE --until DAY`."
        )


def _summary(one: Any) -> dict[str, object]:  # noqa: ANN401  # a frozen record of the web part, which is optional here
    from dataclasses import asdict

    return {
        key: value if isinstance(value, str | bool) else value.isoformat()
        for key, value in asdict(one).items()
    }
