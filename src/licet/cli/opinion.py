"""``licet opinion``: opinions before an application, as officers answer and sign them."""

from collections.abc import Callable, Iterator
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

Number = Annotated[str, typer.Argument(help="Number of the opinion.")]
Reasons = Annotated[str, typer.Option(help="Why; - reads it from the input.")]
Version = Annotated[
    int | None, typer.Option(help="The version of the opinion that you saw.")
]


def register(app: typer.Typer) -> None:
    """Add ``opinion`` and its sub-commands to the command."""
    opinion = typer.Typer(
        help="Classification opinions, advance rulings, letters that no licence is required.",
        no_args_is_help=True,
    )
    opinion.command("list")(list_opinions)
    opinion.command("show")(show)
    opinion.command("letter")(letter)
    opinion.command("take")(take)
    opinion.command("draft")(draft)
    opinion.command("send")(send)
    opinion.command("return")(give_back)
    opinion.command("issue")(issue)
    opinion.command("revoke")(revoke)
    app.add_typer(opinion, name="opinion")


def list_opinions(
    who: As,
    page: Annotated[int, typer.Option(min=1, help="Which page.")] = 1,
    *,
    as_json: AsJson = False,
) -> None:
    """List the opinions that a person may see, the newest first."""
    with recorded():
        from licet.web.casework.selectors.opinions.opinions import opinions
        from licet.web.casework.selectors.parts.pages import page_of

        found = page_of(opinions(viewer=person(who)), page)
        if as_json:
            print(all_in_json(found))
            return
        for one in found:
            print(f"{one.number}  {one.kind.id}  {one.state}  {one.title}")
        print(
            f"{found.paginator.count} opinions, page {found.number} of {found.paginator.num_pages}."
        )


def show(number: Number, who: As, *, as_json: AsJson = False) -> None:
    """Show an opinion as a person may see it; the read is entered in the record."""
    with recorded():
        from licet.web.casework.selectors.opinions.opinions import opinion

        found = opinion(viewer=person(who), number=number)
        print(in_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # an opinion; the web part may be absent
    yield f"{found.number} (version {found.version}): {found.kind.title}: {found.title}"
    yield f"  {found.state_words}; {found.organisation}; {found.officer or 'nobody yet'}"
    yield f"  asked: {found.question}"
    for question, said in found.facts:
        yield f"  {question}: {said}"
    if found.answer:
        yield f"  answer: {found.answer} {found.entry}".rstrip()
        yield f"  reasons: {found.reasons}"
    if found.valid_until:
        yield f"  holds until {found.valid_until}; letter {found.letter or 'not made yet'}"
    for one in found.timeline:
        words = f": {one.reasons}" if one.reasons else ""
        yield f"  {one.at:%Y-%m-%d} {one.words} ({one.by}){words}"
    for act in found.acts:
        yield f"  can: {act.act}"


def letter(
    number: Number,
    who: As,
    out: Annotated[Path, typer.Option(help="The PDF to write; a new file.")],
) -> None:
    """Write the signed letter of an opinion; the read is entered in the record."""
    require_new(out)
    with recorded():
        from licet.web.casework.selectors.opinions.opinions import opinion_letter

        found = opinion_letter(viewer=person(who), number=number)
        write_new(out, found.content)


def take(
    number: Number,
    who: As,
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Take a request; whoever took it answers it."""
    _act("take_opinion", number, who, code, version, as_json=as_json)


def draft(  # noqa: PLR0913  # one parameter for each option
    number: Number,
    who: As,
    *,
    answer: Annotated[str, typer.Option(help="The answer, in one sentence.")],
    reasons: Reasons,
    entry: Annotated[
        str, typer.Option(help="The entry; empty when the item is not listed.")
    ] = "",
    version: Version = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Write the answer on the facts as stated and the law of today."""
    said = {"answer": answer, "reasons": written(reasons), "entry": entry}
    _act("draft_opinion", number, who, code, version, as_json=as_json, **said)


def send(
    number: Number,
    who: As,
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Send the draft to the second signature."""
    _act("send_opinion", number, who, code, version, as_json=as_json)


def give_back(
    number: Number,
    who: As,
    reasons: Reasons,
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Give the draft back, as the second person."""
    why = written(reasons)
    _act("return_opinion", number, who, code, version, as_json=as_json, reasons=why)


def issue(
    number: Number,
    who: As,
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Sign as the second person: the authority is bound. It cannot be undone, only revoked."""
    _act("issue_opinion", number, who, code, version, as_json=as_json)


def revoke(
    number: Number,
    who: As,
    reasons: Reasons,
    version: Version = None,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Revoke an opinion for the future; what was done under it before stands."""
    why = written(reasons)
    _act("revoke_opinion", number, who, code, version, as_json=as_json, reasons=why)


def _act(  # the act with its subject, person, proof and words
    name: str,
    number: str,
    who: str,
    code: str,
    version: int | None,
    *,
    as_json: bool,
    **said: str,
) -> None:
    with recorded():
        from licet.web.casework.services.opinions import opinions

        service: Callable[..., Any] = getattr(opinions, name)
        by = proven(who, code, name)
        done = service(by=by, number=number, version=version, **said)
        print(in_json(done) if as_json else f"{number}: {done.state_words}")
