"""The opinion of a panel: a version, votes with dissents, and the chair who gives it."""

from typing import Annotated

import typer

from licet.cli.acting import As, AsJson, Code, proven, recorded, written
from licet.cli.advising.options import Referral, print_done


def write(  # one parameter for each option
    number: Referral,
    who: As,
    position: Annotated[
        str, typer.Option(help="no_objection, conditions or objection.")
    ],
    reasons: Annotated[
        str, typer.Option(help="The reasons of the panel; - reads them from the input.")
    ],
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Write a version of the opinion; votes on earlier versions count no more."""
    said = written(reasons)
    with recorded():
        from licet.web.casework.services.panels import panel_opinions

        by = proven(who, code, "write_panel_opinion")
        done = panel_opinions.write_panel_opinion(
            by=by, number=number, position=position, reasons=said
        )
        newest = done.opinions[-1]
        words = f"{number}: version {newest.version} ({newest.position}) waits for the votes."
        print_done(done, words, as_json=as_json)


def vote(  # noqa: PLR0913  # one parameter for each option
    number: Referral,
    version: Annotated[int, typer.Argument(help="The newest version, as you read it.")],
    ballot: Annotated[
        str, typer.Argument(metavar="VOTE", help="favour, against or abstain.")
    ],
    who: As,
    words: Annotated[
        str,
        typer.Option(help="Why; a vote against says it. - reads it from the input."),
    ] = "",
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Vote on the newest version, once; a vote against stays with the opinion as dissent."""
    said = written(words)
    with recorded():
        from licet.web.casework.services.panels import panel_opinions

        by = proven(who, code, "vote_on_panel_opinion")
        done = panel_opinions.vote_on_panel_opinion(
            by=by, number=number, version=version, vote=ballot, words=said
        )
        cast = len(done.opinions[-1].votes)
        told = f"{number}, version {version}: {ballot}. {cast} votes, quorum {done.quorum}."
        print_done(done, told, as_json=as_json)


def give(
    number: Referral, who: As, code: Code = "", *, as_json: AsJson = False
) -> None:
    """Give the newest version as the panel's opinion, as its chair. It cannot be undone."""
    with recorded():
        from licet.web.casework.services.panels import panel_opinions

        by = proven(who, code, "give_panel_opinion")
        done = panel_opinions.give_panel_opinion(by=by, number=number)
        newest = done.opinions[-1]
        counts = newest.counts
        words = (
            f"{number}: {done.title} has given version {newest.version} ({newest.position}): "
            f"{counts['favour']} in favour, {counts['against']} against, "
            f"{counts['abstained']} abstained."
        )
        print_done(done, words, as_json=as_json)
