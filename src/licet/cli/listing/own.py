"""``licet lists own``: lists kept here, with four eyes, on the machine of the installation."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from licet.cli.acting import As, AsJson, Code, in_json, proven, recorded
from licet.kernel import InputError

Source = Annotated[str, typer.Argument(help="own_national or own_denials.")]
Number = Annotated[int, typer.Argument(help="Number of the proposal.")]
Reasons = Annotated[str, typer.Option(help="Why.")]

own_app = typer.Typer(
    help="Lists kept here: one person proposes, another approves.",
    no_args_is_help=True,
)


def _print_json(key: str, views: object) -> None:
    told = [json.loads(in_json(one)) for one in views]  # type: ignore[attr-defined]  # a tuple of views
    print(json.dumps({key: told}, ensure_ascii=False))


@own_app.command("list")
def list_entries(
    source: Source,
    words: Annotated[str, typer.Option(help="Words that all occur.")] = "",
    standing: Annotated[
        str, typer.Option(help="in_force, to_come, ended, removed or all.")
    ] = "in_force",
    as_json: AsJson = False,
) -> None:
    """The entries of a list kept here."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.screening import own_lists as reads

        found = reads.every_entry(
            viewer=SYSTEM, source=source, words=words, standing=standing
        )
        if as_json:
            _print_json("entries", found)
            return
        for one in found:
            print(
                f"{one.entry}  {one.standing}  {one.name} ({one.first} - {one.last or ''})"
            )
        if not found:
            print("No entry.")


@own_app.command("show")
def show(
    source: Source,
    entry: Annotated[str, typer.Argument(help="Number of the entry.")],
    as_json: AsJson = False,
) -> None:
    """An entry with its wordings and proposals."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.screening import own_lists as reads

        found = reads.entry(viewer=SYSTEM, source=source, entry=entry)
        print(in_json(found) if as_json else "\n".join(_lines(found)))


def _lines(found: Any) -> Iterator[str]:  # noqa: ANN401  # a view; the web part may be absent
    one = found.entry
    yield f"{one.source} {one.entry}, version {one.version} ({one.standing}): {one.name}"
    for field, value in one.document.items():
        if value and field != "format":
            yield f"  {field}: {json.dumps(value, ensure_ascii=False)}"
    for made in found.proposals:
        answered = f"; {made.answered_by}: {made.answer_reasons}" if made.answered_by else ""  # fmt: skip
        yield f"  {made.id} {made.act} ({made.standing}) {made.by}: {made.reasons}{answered}"


@own_app.command("proposals")
def list_proposals(
    source: Annotated[str, typer.Option(help="Only on this list.")] = "",
    standing: Annotated[str, typer.Option(help="open or all.")] = "open",
    as_json: AsJson = False,
) -> None:
    """What waits for a second person."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.selectors.screening import own_lists as reads

        found = reads.proposals(viewer=SYSTEM, source=source, standing=standing)
        if as_json:
            _print_json("proposals", found)
            return
        for one in found:
            print(f"{one.id}  {one.source} {one.entry}  {one.act} ({one.standing})  {one.name}, by {one.by}")  # fmt: skip
        if not found:
            print("No proposal.")


@own_app.command("propose")
def propose(  # noqa: PLR0913  # one parameter for each option
    source: Source,
    who: As,
    reasons: Reasons,
    wording: Annotated[
        Path | None, typer.Option("--from", help="A JSON file with the whole wording.")
    ] = None,
    entry: Annotated[str, typer.Option(help="The entry to change or remove.")] = "",
    *,
    remove: Annotated[bool, typer.Option(help="Propose that the entry goes.")] = False,
    base: Annotated[
        int | None, typer.Option(help="The version of the entry that was seen.")
    ] = None,
    case: Annotated[str, typer.Option(help="The case that it comes from.")] = "",
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Propose a new entry, another wording of one (--entry), or that one goes (--remove)."""
    if remove == bool(wording) or (remove and not entry):
        raise InputError(
            "Give the wording with --from FILE.json, or --remove with --entry NUMBER."
        )
    document = _document(wording)

    def act(by: Any) -> object:  # noqa: ANN401  # an actor; the web part may be absent
        from licet.web.casework.services.screening import own_lists

        if document is None:
            return own_lists.propose_own_removal(
                by=by, source=source, entry=entry, reasons=reasons, base=base
            )
        wanted = own_lists.Proposed(
            source=source, document=document, reasons=reasons,
            entry=entry, base=base, case=case,
        )  # fmt: skip
        return own_lists.propose_own_entry(by=by, proposed=wanted)

    _act("propose_own_entry", who, code, act, as_json=as_json)


def _document(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path} is no JSON file. Give one object.") from error
    if not isinstance(found, dict):
        raise InputError(f"{path} holds no object. See docs/how-to/keep-own-lists.md.")
    return found


def _act(
    name: str,
    who: str,
    code: str,
    act: Callable[[Any], object],
    *,
    as_json: bool,
) -> None:
    """Do an act for a person who proves who they are, with the jobs that follow from it."""
    with recorded():
        by = proven(who, code, name)
        done: Any = act(by)
        print(in_json(done) if as_json else f"{done.id}: {done.act} {done.source} {done.entry}, {done.standing}")  # fmt: skip


@own_app.command("approve")
def approve(
    proposal: Number,
    who: As,
    reasons: Reasons = "",
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Approve what another person proposed; the worker takes it into service."""
    _answer("approve", proposal, who, reasons, code=code, as_json=as_json)


@own_app.command("refuse")
def refuse(
    proposal: Number,
    who: As,
    reasons: Reasons,
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Refuse what another person proposed."""
    _answer("refuse", proposal, who, reasons, code=code, as_json=as_json)


@own_app.command("withdraw")
def withdraw(
    proposal: Number,
    who: As,
    reasons: Reasons = "",
    code: Code = "",
    as_json: AsJson = False,
) -> None:
    """Withdraw what one proposed oneself."""
    _answer("withdraw", proposal, who, reasons, code=code, as_json=as_json)


def _answer(
    how: str, proposal: int, who: str, reasons: str, *, code: str, as_json: bool
) -> None:
    def act(by: Any) -> object:  # noqa: ANN401  # an actor; the web part may be absent
        from licet.web.casework.services.screening import own_lists

        answers: dict[str, Callable[..., object]] = {
            "approve": own_lists.approve_own_entry,
            "refuse": own_lists.refuse_own_entry,
            "withdraw": own_lists.withdraw_own_entry,
        }
        return answers[how](by=by, proposal=proposal, reasons=reasons)

    _act(f"{how}_own_entry", who, code, act, as_json=as_json)


@own_app.command("publish")
def publish(source: Source, as_json: AsJson = False) -> None:
    """Take what is approved and in force into service now; the worker does it by itself."""
    with recorded():
        from licet.web.casework.access import SYSTEM
        from licet.web.casework.services.screening.own_lists import publish_own_list

        done = publish_own_list(by=SYSTEM, source=source)
        print(in_json(done) if as_json else f"{done.source}: {done.result}, {done.entries} entries {done.version}")  # fmt: skip
