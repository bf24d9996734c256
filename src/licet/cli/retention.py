"""``licet retention``: what is due, holds, erasure by two people, transfer to the archive."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli.acting import As, AsJson, Case, Code, person, plain, proven, recorded

Either = Annotated[str, typer.Argument(help="Number of the case or opinion.")]
Reason = Annotated[str, typer.Option(help="Why; it stays after the erasure.")]


def register(app: typer.Typer) -> None:
    """Add ``retention`` and its sub-commands to the command."""
    retention = typer.Typer(
        help="How long cases are kept, and their lawful end.", no_args_is_help=True
    )
    retention.command("due")(due)
    retention.command("show")(show)
    retention.command("hold")(hold)
    retention.command("lift")(lift)
    retention.command("erase")(erase)
    retention.command("return")(give_back)
    retention.command("archive")(archive)
    retention.command("receipt")(receipt)
    app.add_typer(retention, name="retention")


def _proposal(by: Any, case: str) -> Any:  # noqa: ANN401  # as above
    from licet.web.casework.selectors.keeping import opinion_retention, retention

    if opinion_retention.is_opinion(case):
        found = opinion_retention.opinion_retention(viewer=by, number=case)
    else:
        found = retention.retention(viewer=by, case=case)
    return next((one for one in found.disposals if one.result == "open"), None)


def due(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="What is not due yet as well.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List closed cases and ended opinions by the first day on which the schedule lets them go."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.selectors.keeping.opinion_retention import due_opinions
        from licet.web.casework.selectors.keeping.retention import due_cases

        every = (*due_cases(viewer=SYSTEM), *due_opinions(viewer=SYSTEM))
        found = [one for one in every if everything or one.is_due]
        if as_json:
            print(json.dumps([plain(one) for one in found]))
            return
        for one in found:
            when = f"{one.due:%F}" if one.due else "-"
            print(f"{one.number}  {when}  {one.outcome}  {one.because or 'due'}")


def show(number: Either, who: As) -> None:
    """Show the holds and proposals of a case or opinion, or what is known of its erasure."""
    with recorded():
        from licet.web.casework.errors import CaseErasedError
        from licet.web.casework.selectors.keeping import opinion_retention
        from licet.web.casework.selectors.keeping import retention as reads

        by = person(who)
        opinion = opinion_retention.is_opinion(number)
        try:
            view: object = (
                opinion_retention.opinion_retention(viewer=by, number=number)
                if opinion
                else reads.retention(viewer=by, case=number)
            )
        except CaseErasedError:
            view = (
                opinion_retention.opinion_erasure(viewer=by, number=number)
                if opinion
                else reads.erasure(viewer=by, case=number)
            )
        print(json.dumps(plain(view), indent=1))


def hold(number: Either, who: As, reason: Reason, code: Code = "") -> None:
    """Order that nothing of a case or opinion may go, whatever the schedule says."""
    with recorded():
        from licet.web.casework.selectors.keeping.opinion_retention import is_opinion
        from licet.web.casework.services.keeping.opinion_keeping import hold_opinion
        from licet.web.casework.services.keeping.retention import set_hold

        by = proven(who, code, "set_hold")
        if is_opinion(number):
            held = hold_opinion(by=by, number=number, reason=reason)
        else:
            held = set_hold(by=by, case=number, reason=reason)
        print(f"{number} is held: {held.holds[0].id}")


def lift(
    hold: Annotated[str, typer.Argument(help="The hold, as show names it.")],
    who: As,
    reason: Reason,
    code: Code = "",
) -> None:
    """Lift one hold; others on the same case or opinion go on standing."""
    with recorded():
        from licet.web.casework.selectors.keeping.opinion_retention import (
            is_opinion_hold,
        )
        from licet.web.casework.services.keeping.opinion_keeping import (
            lift_opinion_hold,
        )
        from licet.web.casework.services.keeping.retention import lift_hold

        by = proven(who, code, "lift_hold")
        of_opinion = is_opinion_hold(hold)
        (lift_opinion_hold if of_opinion else lift_hold)(
            by=by, hold=hold, reason=reason
        )
        print("Lifted.")


def erase(
    number: Either,
    who: As,
    reason: Annotated[str, typer.Option(help="Why now: proposes the erasure.")] = "",
    code: Code = "",
    *,
    approve: Annotated[
        bool, typer.Option("--approve", help="Approve what somebody else proposed.")
    ] = False,
) -> None:
    """Propose the erasure of a case or opinion, or approve it as a second person; then it is gone."""
    with recorded():
        from licet.web.casework.errors import NotFoundError
        from licet.web.casework.selectors.keeping.opinion_retention import is_opinion
        from licet.web.casework.services.keeping import opinion_keeping, retention

        by = proven(who, code, "end_disposal" if approve else "propose_disposal")
        of_opinion = is_opinion(number)
        if not approve:
            if of_opinion:
                opinion_keeping.propose_opinion_erasure(
                    by=by, number=number, reason=reason
                )
            else:
                retention.propose_disposal(
                    by=by, case=number, outcome="erase", reason=reason
                )
            print(
                f"Proposed. A second person: licet retention erase {number} --approve --as ..."
            )
            return
        open_one = _proposal(by, number)
        if open_one is None:
            raise NotFoundError("open proposal")
        gone = (
            opinion_keeping.approve_opinion_erasure(by=by, disposal=open_one.id)
            if of_opinion
            else retention.approve_disposal(by=by, disposal=open_one.id)
        )
        print(
            f"{gone.number} was erased under {gone.rule}; {gone.entries} entries still "
            "prove themselves."
        )


def give_back(number: Either, who: As, reason: Reason, code: Code = "") -> None:
    """Give a proposal back: the case or opinion stays."""
    with recorded():
        from licet.web.casework.errors import NotFoundError
        from licet.web.casework.selectors.keeping.opinion_retention import is_opinion
        from licet.web.casework.services.keeping import opinion_keeping, retention

        by = proven(who, code, "end_disposal")
        open_one = _proposal(by, number)
        if open_one is None:
            raise NotFoundError("open proposal")
        if is_opinion(number):
            opinion_keeping.return_opinion_erasure(
                by=by, disposal=open_one.id, reason=reason
            )
        else:
            retention.return_disposal(by=by, disposal=open_one.id, reason=reason)
        print(f"{number} stays.")


def archive(
    number: Case,
    out: Annotated[Path, typer.Argument(help="File for the sealed export.")],
    who: As,
    key: Annotated[Path, typer.Option(help="The archive's public key (X25519, PEM).")],
    reason: Annotated[str, typer.Option(help="Why now: proposes the transfer.")] = "",
    code: Code = "",
) -> None:
    """Propose a transfer and write the export that only the archive can open."""
    with recorded():
        from licet.web.casework.services.keeping import retention
        from licet.web.casework.services.keeping.archive import export_for_archive

        by = proven(who, code, "record_transfer")
        if _proposal(by, number) is None:
            retention.propose_disposal(
                by=by, case=number, outcome="archive", reason=reason
            )
        made = export_for_archive(by=by, case=number, to=key.read_bytes())
        with out.open("xb") as target:
            target.write(made.content)
        print(
            f"{out}: {len(made.content)} bytes, sha256 {made.sha256}. Hand it over, then: "
            f"licet retention receipt {number} --file {out} --receipt ..."
        )


def receipt(
    number: Case,
    who: As,
    file: Annotated[Path, typer.Option(help="The export as it was handed over.")],
    receipt: Annotated[str, typer.Option(help="What the archive gave in return.")],
    code: Code = "",
) -> None:
    """Record the archive's receipt; then a second person approves the erasure."""
    import hashlib

    with recorded():
        from licet.web.casework.errors import NotFoundError
        from licet.web.casework.services.keeping.retention import record_transfer

        by = proven(who, code, "record_transfer")
        open_one = _proposal(by, number)
        if open_one is None:
            raise NotFoundError("open proposal")
        content = file.read_bytes()
        record_transfer(
            by=by,
            disposal=open_one.id,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            receipt=receipt,
        )
        print(
            f"Recorded. A second person: licet retention erase {number} --approve --as ..."
        )
