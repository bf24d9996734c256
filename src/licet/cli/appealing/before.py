"""Before an appeal is heard: who hears it, who pleads on secret grounds, what the sides say."""

from pathlib import Path
from typing import Annotated

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Code,
    person,
    proven,
    recorded,
    require_new,
    write_new,
    written,
)
from licet.cli.appealing.options import Appeal, Reasons, Version, print_appeal


def assign(
    appeal: Appeal,
    reviewer: Annotated[str, typer.Argument(help="E-mail of the reviewer's sign-in.")],
    who: As,
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Assign an independent reviewer, as the chair; whoever was involved is refused."""
    with recorded():
        from licet.web.casework.services.appeals import appeal_hearing

        by = proven(who, code, "assign_appeal")
        done = appeal_hearing.assign_appeal(
            by=by, appeal=appeal, reviewer=person(reviewer).id, version=version
        )
        print_appeal(done, f"assigned to {done.reviewer}", as_json=as_json)


def advocate(  # noqa: PLR0913  # one parameter for each option
    appeal: Appeal,
    named: Annotated[
        str, typer.Argument(metavar="ADVOCATE", help="E-mail of a cleared account.")
    ],
    who: As,
    reasons: Reasons,
    *,
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Name the cleared advocate who reads the secret grounds for the appellant."""
    why = written(reasons)
    with recorded():
        from licet.web.casework.services.appeals import appeal_hearing

        by = proven(who, code, "name_advocate")
        done = appeal_hearing.name_advocate(
            by=by, appeal=appeal, advocate=named, reasons=why, version=version
        )
        print_appeal(done, "an advocate is named", as_json=as_json)


def answer(
    appeal: Appeal,
    who: As,
    text: Annotated[
        str, typer.Option(help="What the authority answers; - reads it from the input.")
    ],
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Enter the authority's answer to an appeal."""
    words = written(text)
    with recorded():
        from licet.web.casework.services.appeals import appeals

        by = proven(who, code, "answer_appeal")
        done = appeals.answer_appeal(by=by, appeal=appeal, text=words, version=version)
        print_appeal(done, "the answer is entered", as_json=as_json)


def file(
    appeal: Appeal,
    laid: Annotated[
        str,
        typer.Argument(metavar="DOCUMENT", help="Id, as licet appeals show has it."),
    ],
    who: As,
    out: Annotated[Path, typer.Option(help="The file to write; a new one.")],
) -> None:
    """Write a document that was laid before the reviewer; the read is entered."""
    require_new(out)
    with recorded():
        from licet.web.casework.selectors.appeals.appeals import appeal_document

        found = appeal_document(viewer=person(who), appeal=appeal, document=laid)
        write_new(out, found.content)


def document(
    appeal: Appeal,
    file: Annotated[Path, typer.Argument(help="The file.")],
    who: As,
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Lay a document before the reviewer."""
    with recorded(), file.open("rb") as content:
        from licet.web.casework.services.appeals import appeals

        by = proven(who, code, "lay_appeal_document")
        done = appeals.lay_appeal_document(
            by=by, appeal=appeal, name=file.name, content=content, version=version
        )
        print_appeal(done, f"{file.name} is laid before the reviewer", as_json=as_json)
