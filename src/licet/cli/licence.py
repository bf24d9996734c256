"""``licet licence``: licences as the staff see them, their documents, and what officers order over them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli.acting import (
    As,
    AsJson,
    Code,
    all_in_json,
    in_json,
    person,
    proven,
    recorded,
    require_new,
    write_new,
    written,
)

Number = Annotated[str, typer.Argument(help="Number of the licence.")]
Reasons = Annotated[str, typer.Option(help="Why; - reads it from the input.")]


def register(app: typer.Typer) -> None:
    """Add ``licence`` and its sub-commands to the command."""
    licence = typer.Typer(
        help="Licences: what they allow, what happened under them, orders over them.",
        no_args_is_help=True,
    )
    licence.command("list")(list_licences)
    licence.command("show")(show)
    licence.command("document")(document)
    licence.command("suspend")(suspend)
    licence.command("lift")(lift)
    licence.command("revoke")(revoke)
    licence.command("annul")(annul)
    app.add_typer(licence, name="licence")


def list_licences(
    who: As,
    page: Annotated[int, typer.Option(min=1, help="Which page.")] = 1,
    *,
    as_json: AsJson = False,
) -> None:
    """List the licences that a person may see, the newest first."""
    with recorded():
        from licet.web.casework.selectors.licences.licences import licences
        from licet.web.casework.selectors.parts.pages import page_of

        found = page_of(licences(viewer=person(who)), page)
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            print(
                f"{one.number}  {one.state}  until {one.valid_until}  {one.organisation} to {one.end_user}, {one.destination}"
            )
        print(
            f"{found.paginator.count} licences, page {found.number} of {found.paginator.num_pages}."
        )


def show(number: Number, who: As, *, as_json: AsJson = False) -> None:
    """Show a licence as a person may see it; the read is entered in the record."""
    with recorded():
        from licet.web.casework.selectors.licences.licences import licence

        found = licence(viewer=person(who), licence=number)
        print(in_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # a licence; the web part may be absent
    yield f"{found.number} (version {found.version}): {found.state_words}; case {found.case}"
    yield f"  {found.organisation} to {found.end_user}, {found.destination}"
    yield f"  {', '.join(found.items)}; {', '.join(found.entries) or 'no entry'}"
    yield f"  from {found.issued_on} to {found.valid_until}"
    for one in found.conditions:
        yield f"  condition: {one.words}"
    for one in found.deliveries:
        yield f"  {one.on} {one.way}: {one.quantity} {one.unit} to {one.consignee}"
    for one in found.checks:
        yield f"  {one.on} check, {one.standing}: {one.condition_words} {one.found}"
    for act in found.acts:
        yield f"  can: {act.act}"


def document(
    number: Number,
    who: As,
    out: Annotated[Path, typer.Option(help="The file to write; a new one.")],
    kind: Annotated[str, typer.Option(help="pdf, sdjwt or code.")] = "pdf",
) -> None:
    """Write a licence as PDF, signed text or printed code; customs get their part of it."""
    require_new(out)
    with recorded():
        from licet.web.casework.selectors.desk.documents import licence_document

        found = licence_document(viewer=person(who), licence=number, kind=kind)
        write_new(out, found.content)


def suspend(
    number: Number, who: As, reasons: Reasons, code: Code = "", *, as_json: AsJson = False
) -> None:  # fmt: skip
    """Suspend a licence at once; the holder is told and may answer."""
    _order("suspend_licence", number, who, reasons, code, as_json=as_json)


def lift(
    number: Number, who: As, reasons: Reasons, code: Code = "", *, as_json: AsJson = False
) -> None:  # fmt: skip
    """Lift a suspension; somebody else than who ordered it does this."""
    _order("lift_suspension", number, who, reasons, code, as_json=as_json)


def revoke(
    number: Number, who: As, reasons: Reasons, code: Code = "", *, as_json: AsJson = False
) -> None:  # fmt: skip
    """Revoke a licence for the future. It cannot be undone but by an appeal."""
    _order("revoke_licence", number, who, reasons, code, as_json=as_json)


def annul(
    number: Number, who: As, reasons: Reasons, code: Code = "", *, as_json: AsJson = False
) -> None:  # fmt: skip
    """Annul a licence as if it had never been. It cannot be undone but by an appeal."""
    _order("annul_licence", number, who, reasons, code, as_json=as_json)


def _order(  # the act with its subject, person, proof and reasons
    act: str, number: str, who: str, reasons: str, code: str, *, as_json: bool
) -> None:
    said = {"reasons": written(reasons)}
    with recorded():
        from licet.web.casework.services.programs.performing import perform

        by = proven(who, code, act)
        done = perform(act, by=by, subject=number, said=said)
        print(in_json(done) if as_json else f"{number}: {done.state_words}")
