"""``licet keys documents``: keys that sign licences, lists and letters; two people for each act."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from licet.cli.acting import As, AsJson, Code, plain, proven, recorded

Why = Annotated[str, typer.Option("--reason", help="Why; it stands in the record.")]
KeyId = Annotated[str, typer.Argument(help="Identifier of the key.")]
ActId = Annotated[str, typer.Argument(help="The act, as list names it.")]


def register(keys: typer.Typer) -> None:
    """Add ``documents`` and its sub-commands to ``licet keys``."""
    documents = typer.Typer(
        help="Keys that sign documents, by two people.", no_args_is_help=True
    )
    documents.command("list")(list_document_keys)
    documents.command("create")(create)
    documents.command("rotate")(rotate_documents)
    documents.command("retire")(retire)
    documents.command("lost")(lost)
    documents.command("approve")(approve)
    documents.command("return")(give_back)
    keys.add_typer(documents, name="documents")


def list_document_keys(as_json: AsJson = False) -> None:
    """Show every published key with its state and times, and the acts that wait."""
    with recorded():
        from licet.web.casework.rights.policy import SYSTEM
        from licet.web.casework.selectors.keeping.document_keys import document_keys

        page = document_keys(viewer=SYSTEM)
        if as_json:
            print(json.dumps(plain(page)))
            return
        for key in page.keys:
            until = f"{key.valid_until:%FT%TZ}" if key.valid_until else "open"
            line = f"{key.id}  {','.join(key.purposes)}  {key.state}  {key.valid_from:%FT%TZ} - {until}"
            lost = key.lost_since
            print(
                f"{line}  lost since {lost:%FT%TZ}, safe up to entry {key.log_size}"
                if lost
                else line
            )
        for act in page.acts:
            if act.result == "open":
                print(f"waits: {act.id}  {act.kind} {act.key}  {act.by}: {act.reason}")


def create(who: As, reason: Why, code: Code = "") -> None:
    """Propose the ceremony: the first keys of the authority."""
    _propose(who, code, kind="create", reason=reason)


def rotate_documents(
    who: As,
    reason: Why,
    purpose: Annotated[
        list[str] | None,
        typer.Option(help="licence, status or document; all when absent."),
    ] = None,
    code: Code = "",
) -> None:
    """Propose that new keys replace those in use; the old ones go on proving."""
    _propose(who, code, kind="rotate", reason=reason, purposes=tuple(purpose or ()))


def retire(key: KeyId, who: As, reason: Why, code: Code = "") -> None:
    """Propose that the secret of an ended key is destroyed."""
    _propose(who, code, kind="retire", reason=reason, key=key)


def lost(
    key: KeyId,
    who: As,
    since: Annotated[
        str,
        typer.Option(
            help="The earliest time at which it may have been copied, with its zone: 2026-07-09T14:30Z."
        ),
    ],
    reason: Why,
    code: Code = "",
) -> None:
    """Tell at once that a key may be in other hands; a second person confirms."""
    with recorded():
        from licet.web.casework.services.keeping import document_keys as acts

        moment = _moment(since)
        by = proven(who, code, "report_key_loss")
        page = acts.report_key_loss(by=by, key=key, since=moment, reason=reason)
        print(f"Published. A second person: licet keys documents approve {_open(page)}")


def approve(act: ActId, who: As, code: Code = "") -> None:
    """Carry a proposal out, or confirm a loss, as a second person."""
    with recorded():
        from licet.web.casework.services.keeping import document_keys as acts

        page = acts.approve_key_act(by=proven(who, code, "end_key_act"), act=act)
        used = [key for key in page.keys if key.state == "in_use"]
        for key in reversed(used):
            print(f"{key.id}  {','.join(key.purposes)}")
        print("Copy the keys anew: licet backup keys FOLDER.")


def give_back(act: ActId, who: As, reason: Why, code: Code = "") -> None:
    """Give a proposal back, or take a loss back that was none, as a second person."""
    with recorded():
        from licet.web.casework.services.keeping import document_keys as acts

        by = proven(who, code, "end_key_act")
        acts.return_key_act(by=by, act=act, reason=reason)
        print("Given back.")


def _propose(who: str, code: str, **said: Any) -> None:  # noqa: ANN401  # passed on
    with recorded():
        from licet.web.casework.services.keeping import document_keys as acts

        by = proven(who, code, "propose_key_act")
        page = acts.propose_key_act(by=by, proposal=acts.KeyProposal(**said))
        print(f"Proposed. A second person: licet keys documents approve {_open(page)}")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a time.") from None


def _open(page: Any) -> str:  # noqa: ANN401  # the web part may be absent
    return str(next(one.id for one in page.acts if one.result == "open"))
