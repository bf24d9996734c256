"""Structured elicitation: a question, a round each alone, a discussion, a second round."""

from typing import Annotated, Any

import typer

from licet.cli.acting import As, AsJson, Code, in_json, proven, recorded, written
from licet.cli.advising.lines import round_line
from licet.cli.advising.options import Referral

Number = Annotated[int, typer.Argument(help="Number of the question, from 1.")]
Round = Annotated[int, typer.Option("--round", help="1, or 2 after the discussion.")]


def ask(  # noqa: PLR0913  # one parameter for each option
    number: Referral,
    who: As,
    text: Annotated[str, typer.Option(help="The question; - reads it from the input.")],
    *,
    kind: Annotated[str, typer.Option(help="scale, probability or choice.")],
    low: Annotated[int, typer.Option(help="Lowest step of a scale.")] = 1,
    high: Annotated[int, typer.Option(help="Highest step of a scale.")] = 7,
    options: Annotated[
        list[str] | None,
        typer.Option("--option", help="An answer of a choice; may be repeated."),
    ] = None,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Put a question to the members of the panel; the officer or the chair does this."""
    words = written(text)
    with recorded():
        from licet.web.casework.services.panels import elicitations

        by = proven(who, code, "open_elicitation")
        asked = elicitations.Asked(
            text=words, kind=kind, low=low, high=high, options=tuple(options or ())
        )
        done = elicitations.open_elicitation(by=by, number=number, asked=asked)
        _print(done, len(done.elicitations), 1, as_json=as_json)


def estimate(  # noqa: PLR0913  # one parameter for each option
    number: Referral,
    question: Number,
    who: As,
    *,
    in_round: Round,
    value: Annotated[
        str, typer.Option(help="A step of the scale, per cent, or one of the answers.")
    ],
    words: Annotated[str, typer.Option(help="Why; - reads it from the input.")] = "",
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Give one's own estimate, once in a round; nobody sees it before the round has ended."""
    said = written(words)
    with recorded():
        from licet.web.casework.services.panels import elicitations

        by = proven(who, code, "give_estimate")
        done = elicitations.give_estimate(
            by=by,
            number=number,
            question=question,
            in_round=in_round,
            value=value,
            words=said,
        )
        _print(done, question, in_round, as_json=as_json)


def discuss(  # one parameter for each option
    number: Referral,
    question: Number,
    who: As,
    text: Annotated[str, typer.Option(help="What you say; - reads it from the input.")],
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Say something when the first round has ended; the other members read it."""
    words = written(text)
    with recorded():
        from licet.web.casework.services.panels import elicitations

        by = proven(who, code, "discuss_estimates")
        done = elicitations.discuss_estimates(
            by=by, number=number, question=question, text=words
        )
        print(in_json(done) if as_json else f"{number}, question {question}: said.")


def close_round(  # one parameter for each option
    number: Referral,
    question: Number,
    who: As,
    in_round: Round,
    code: Code = "",
    *,
    as_json: AsJson = False,
) -> None:
    """End a round though somebody has not answered. It cannot be undone."""
    with recorded():
        from licet.web.casework.services.panels import elicitations

        by = proven(who, code, "close_elicitation_round")
        done = elicitations.close_elicitation_round(
            by=by, number=number, question=question, in_round=in_round
        )
        _print(done, question, in_round, as_json=as_json)


def _print(found: Any, question: int, in_round: int, *, as_json: bool) -> None:  # noqa: ANN401  # a referral; the web part may be absent
    if as_json:
        print(in_json(found))
        return
    turn = found.elicitations[question - 1].rounds[in_round - 1]
    print(f"{found.number}, question {question}: {round_line(turn)}")
