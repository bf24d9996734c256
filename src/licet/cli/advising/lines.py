"""A referral to a panel in lines: what is asked, estimated and advised."""

import json
from collections.abc import Iterator
from typing import Any


def line(found: Any) -> str:  # noqa: ANN401  # a referral; the web part may be absent
    """A referral in one line."""
    about = f"  {found.case}" if found.case else ""
    said = f"  {found.declared}" if found.declared else ""
    return f"{found.number}  {found.panel}  {found.sort}  {found.standing}  until {found.due}{about}{said}"


def referral_lines(found: Any, *, member: bool) -> Iterator[str]:  # noqa: ANN401  # a referral
    """A referral as somebody may see it.

    Args:
        found: The referral.
        member: Whether a member of the panel reads, to whom nothing is shown before a declaration.
    """
    yield line(found)
    if member and found.declared != "free":
        yield _kept_back(found)
        return
    yield f"  asked by {found.asked_by} on {found.on} under {found.agreement}; quorum {found.quorum}"
    yield f"  question: {found.question}"
    yield f"  because: {found.because}"
    yield f"  may be passed on: {found.onward}"
    for one in found.declarations:
        conflict = f"conflict: {one.words}" if one.conflict else "no conflict"
        yield f"  declared: {one.person}: {conflict}"
    for one in found.elicitations:
        yield from _question(one)
    for one in found.opinions:
        yield from opinion_lines(one)
    if found.recalled:
        yield "  what was put before the panel was called back"
    else:
        yield f"  put before the panel, SHA-256 {found.pack_sha256}:"
        yield json.dumps(found.pack, ensure_ascii=False, indent=2, default=str)


def _kept_back(found: Any) -> str:  # noqa: ANN401  # a referral
    if found.declared:
        return "  You declared a conflict of interest, so you take no part in it."
    return (
        "  Declare first whether you have a conflict of interest; nothing is shown before: "
        f"licet panel declare {found.number} --none"
    )


def _question(one: Any) -> Iterator[str]:  # noqa: ANN401  # an elicitation
    answers = {
        "scale": f"{one.low} to {one.high}",
        "probability": "per cent",
        "choice": ", ".join(one.options),
    }
    state = f"round {one.open_round} is open" if one.open_round else "over"
    yield f"  question {one.number} ({answers[one.kind]}; {state}): {one.text}"
    for turn in one.rounds:
        yield f"    {round_line(turn)}"
        for told in turn.estimates:
            outside = ", outside the middle half" if told.outside else ""
            words = f": {told.words}" if told.words else ""
            yield f"      {told.person}  {told.value}{outside}{words}"
    for word in one.words:
        yield f"    {word.at:%Y-%m-%d %H:%M} {word.person}: {word.text}"


def round_line(turn: Any) -> str:  # noqa: ANN401  # a round
    """A round in one line: how many have answered and, once it has ended, what came of it."""
    result = "".join(f"; {name} {value}" for name, value in turn.result.items())
    mine = f"; your own is {turn.mine}" if turn.mine else ""
    state = "ended" if turn.ended else "open"
    return f"round {turn.number} {state}: {turn.given} of {turn.expected} have answered{mine}{result}"


def opinion_lines(one: Any) -> Iterator[str]:  # noqa: ANN401  # a version of an opinion
    """A version of an opinion with its votes; above a clearance only its marking."""
    if one.withheld:
        yield f"  version {one.version}: withheld, {one.withheld}"
        return
    given = f", given on {one.given_at:%Y-%m-%d}" if one.given_at else ""
    yield f"  version {one.version}: {one.position}{given}, by {one.by}: {one.reasons}"
    for vote in one.votes:
        words = f": {vote.words}" if vote.words else ""
        yield f"    {vote.person}  {vote.vote}{words}"
