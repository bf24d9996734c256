"""``licet regime comments``: what the public said of a draft, for policy officers and auditors."""

from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, in_json, person, recorded


def comments(
    slug: Annotated[str, typer.Argument(help="The draft, as licet regime drafts.")],
    who: As,
    words: Annotated[
        str, typer.Option(help="Only with all these words in name, body or text.")
    ] = "",
    page: Annotated[int, typer.Option(min=1, help="Which page.")] = 1,
    *,
    as_json: AsJson = False,
) -> None:
    """List the comments on a draft, the newest first; who they are from nobody has checked."""
    with recorded():
        from licet.web.casework.selectors.law.drafts import comments as read

        found = read(viewer=person(who), slug=slug, words=words, page=page)
        if as_json:
            print(in_json(found))
            return
        for one in found.comments:
            said_by = ", ".join(filter(None, (one.name, one.organisation))) or "no name"
            print(f"{one.at:%Y-%m-%d %H:%M}  {said_by}: {one.text}")
        print(f"{found.total} comments, page {found.page} of {found.pages}.")
