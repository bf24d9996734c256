"""The life of the keys that sign documents: ceremony, rotation, retirement, loss; two people each.

Secrets are drawn before the transaction, where nobody knows them yet. Inside it the act, its
entry and, last, the published set change together. Dies the process between set and commit,
the set holds what no act told: :func:`enter_found_keys` enters that within a minute.

Law:
    The authority's own rule: a key that could be made, replaced or destroyed by one person
    would let that person speak for the authority alone. A loss is told at once by one person
    and stands unless a second takes it back: doubt never signs.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import cast

from django.conf import settings
from django.db import transaction

from licet.kernel import canonical_bytes
from licet.licence import KeySet, PublishedKey, Purpose
from licet.review import NotIndependentError
from licet.web.casework.acts.acting import lock_counter, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.decision.papers import Papers
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.letters.keys import (
    ALL,
    PUBLISHED,
    changed,
    draw_keys,
    publish,
    read_published,
    succeeded,
)
from licet.web.casework.models import (
    DocumentKeyAct,
    DocumentKeyActEnd,
    DocumentKeyEntry,
    LedgerRow,
    TreeState,
)
from licet.web.casework.ports import now, ports
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.selectors.keeping import document_keys as reads
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views.document_keys import KeyPage

CREATE, ROTATE, RETIRE, LOSS = "create", "rotate", "retire", "loss"
APPROVED, RETURNED = "approved", "returned"
_PROPOSED = frozenset({CREATE, ROTATE, RETIRE})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyProposal:
    """What shall happen to which keys, and why.

    Attributes:
        kind: ``create``, ``rotate`` or ``retire``.
        reason: Why; it stands in the record.
        key: Identifier of the key to retire.
        purposes: Which keys to rotate; all when empty.
    """

    kind: str
    reason: str
    key: str = ""
    purposes: tuple[str, ...] = ()


def propose_key_act(*, by: Actor, proposal: KeyProposal) -> KeyPage:
    """Propose that keys are made, replaced or destroyed; a second person decides.

    Raises:
        InvalidInputError: No such act, purpose or key, or no reason.
        WrongStateError: Not possible now, or proposed already.
    """
    words = required_text("reason", proposal.reason, "Say why.")
    if proposal.kind not in _PROPOSED:
        raise InvalidInputError({"kind": "Choose create, rotate or retire."})
    with _acting("propose_key_act", by) as at:
        purposes = [one.value for one in _purposes(proposal.purposes)]
        act = DocumentKeyAct(
            kind=proposal.kind,
            key=proposal.key if proposal.kind == RETIRE else "",
            purposes=purposes if proposal.kind == ROTATE else [],
            reason=words,
            by_id=by.id,
            at=at,
        )
        _require_possible(act)
        if DocumentKeyAct.objects.filter(
            kind=act.kind, key=act.key, end__isnull=True
        ).exists():
            raise WrongStateError("That is proposed already and waits for a decision.")
        act.row = _enter("propose_key_act", by, at, act)
        act.save(force_insert=True)
    return reads.document_keys(viewer=by)


def approve_key_act(*, by: Actor, act: str) -> KeyPage:
    """Carry a proposal out, or confirm a loss, as a second person.

    Raises:
        NotFoundError: No such open proposal.
        NotIndependentActError: The same person proposed it.
        WrongStateError: Not possible any more.
    """
    require(by, "end_key_act")
    found = _open_act(act)
    made: tuple[PublishedKey, ...] = ()
    if found.kind in {CREATE, ROTATE} and str(found.by_id) != by.id:
        made = _drawn(found.purposes, now())
    with _dropped(made), _acting("end_key_act", by) as at:
        found = _open_act(act)
        _require_other(found, by)
        _require_possible(found)
        end = DocumentKeyActEnd(act=found, result=APPROVED, by_id=by.id, at=at)
        end.row = _enter(
            "approve_key_act", by, at, found, made=[key.to_json() for key in made]
        )
        end.save(force_insert=True)
        if made:
            _publish(_followed(made, at), at, end.row)
    if found.kind == RETIRE:
        # After commit: what is destroyed cannot come back with a rollback.
        _papers().vault.destroy(found.key)
    return reads.document_keys(viewer=by)


def return_key_act(*, by: Actor, act: str, reason: str) -> KeyPage:
    """Give a proposal back, or take a loss back that was none, as a second person.

    Raises:
        NotFoundError: No such open proposal.
        InvalidInputError: No reason.
        NotIndependentActError: The same person proposed it.
    """
    words = required_text("reason", reason, "Say why it does not happen.")
    with _acting("end_key_act", by) as at:
        found = _open_act(act)
        _require_other(found, by)
        end = DocumentKeyActEnd(
            act=found, result=RETURNED, reason=words, by_id=by.id, at=at
        )
        end.row = _enter("return_key_act", by, at, found, because=words)
        end.save(force_insert=True)
        if found.kind == LOSS:
            _publish(changed(_set(), found.key, _unmarked, at=at), at, end.row)
    return reads.document_keys(viewer=by)


def report_key_loss(*, by: Actor, key: str, since: datetime, reason: str) -> KeyPage:
    """Tell at once that a secret may be in other hands; in use, it is replaced in the same act.

    Args:
        by: Who tells it; one person is enough, a second confirms or takes it back.
        key: Identifier of the key.
        since: The earliest time at which it may have been copied.
        reason: What happened.

    Raises:
        InvalidInputError: No reason, a time without zone or in the future, or no such key.
        WrongStateError: The loss is told already.
    """
    words = required_text("reason", reason, "Say what happened.")
    require(by, "report_key_loss")
    moment = _past(since)
    known = _key(key)
    fresh = (
        _drawn([one.value for one in known.purposes], now())
        if known.valid_until is None
        else ()
    )
    with _dropped(fresh), _acting("report_key_loss", by) as at:
        if _key(key).compromised_at is not None:
            raise WrongStateError(f"The loss of key {key} is told already.")
        size = _safe_size(moment)
        act = DocumentKeyAct(
            kind=LOSS, key=key, since=moment, reason=words, by_id=by.id, at=at
        )
        act.row = _enter(
            "report_key_loss",
            by,
            at,
            act,
            log_size=size,
            made=[one.to_json() for one in fresh],
        )
        act.save(force_insert=True)
        followed = _followed(fresh, at) if fresh else _set()
        lost = replace(
            _key(key, followed), compromised_at=moment, compromised_log_size=size
        )
        _publish(changed(followed, key, lambda _: lost, at=at), at, act.row)
    return reads.document_keys(viewer=by)


def enter_found_keys() -> int:
    """Enter published keys as they stand that the record does not know; a frequent job.

    Keys made with the first document, or by an act that died before its commit, or by
    somebody who changed the file behind our back: the record tells of them all.

    Returns:
        How many were entered.
    """
    folder = _papers().folder
    if not (folder / PUBLISHED).exists():
        return 0
    _finish_retirements()
    at = now()
    with transaction.atomic():
        lock_counter("document-keys")
        unknown = _unknown(read_published(folder).keys)
        for key in unknown:
            row = record_event(
                kind="find_document_key",
                case=None,
                actor=None,
                payload={"key": key.to_json()},
                at=at,
            )
            _know(key, at, row.pk)
    return len(unknown)


def _finish_retirements() -> None:
    """Destroy what was to be destroyed when the process died in between."""
    vault = _papers().vault
    approved = DocumentKeyAct.objects.filter(kind=RETIRE, end__result=APPROVED)
    for key in approved.values_list("key", flat=True):
        vault.destroy(key)


@contextmanager
def _acting(name: str, by: Actor) -> Iterator[datetime]:
    """One act on the keys after the other, refusals entered."""
    with refusals(name, by, []), transaction.atomic():
        require(by, name)
        lock_counter("document-keys")
        yield now()


@contextmanager
def _dropped(made: Sequence[PublishedKey]) -> Iterator[None]:
    """Keys that were drawn for an act which did not happen are destroyed again."""
    try:
        yield
    except Exception:
        vault = _papers().vault
        for key in made:
            if key.key_id not in _published_ids():
                vault.destroy(key.key_id)
        raise


def _papers() -> Papers:
    return cast("Papers", ports().documents)


def _set() -> KeySet:
    return read_published(_papers().folder)


def _published_ids() -> frozenset[str]:
    folder = _papers().folder
    there = (folder / PUBLISHED).exists()
    return frozenset(key.key_id for key in _set().keys) if there else frozenset()


def _key(identifier: str, within: KeySet | None = None) -> PublishedKey:
    for key in (within or _set()).keys if within or _published_ids() else ():
        if key.key_id == identifier:
            return key
    raise InvalidInputError({"key": f"No published key is called {identifier!r}."})


def _purposes(names: Iterable[str]) -> tuple[Purpose, ...]:
    chosen = frozenset(names) or frozenset(ALL)
    if strange := sorted(chosen - {one.value for one in ALL}):
        raise InvalidInputError({"purposes": f"No key serves for {strange[0]!r}."})
    return tuple(one for one in ALL if one.value in chosen)


def _drawn(purposes: Iterable[str], at: datetime) -> tuple[PublishedKey, ...]:
    return draw_keys(
        _papers().vault,
        _purposes(purposes),
        authority=settings.LICET_AUTHORITY,
        at=at,
    )


def _followed(made: tuple[PublishedKey, ...], at: datetime) -> KeySet:
    if not _published_ids():
        return KeySet(authority=settings.LICET_URL, published_at=at, keys=made)
    return succeeded(_set(), made, at=at)


def _unmarked(key: PublishedKey) -> PublishedKey:
    return replace(key, compromised_at=None, compromised_log_size=None)


def _require_possible(act: DocumentKeyAct) -> None:
    there = bool(_published_ids())
    if act.kind == CREATE and there:
        raise WrongStateError("There are keys already. Rotate them instead.")
    if act.kind == ROTATE and not there:
        raise WrongStateError("There are no keys yet. Create them first.")
    if act.kind != RETIRE:
        return
    if _key(act.key).valid_until is None:
        raise WrongStateError("The key is in use. Rotate it first.")
    if not _papers().vault.holds(act.key):
        raise WrongStateError("The secret of that key is destroyed already.")


def _require_other(found: DocumentKeyAct, by: Actor) -> None:
    if str(found.by_id) == by.id:
        raise NotIndependentError(
            "Who proposed an act on the keys cannot decide it: four eyes."
        )


def _open_act(act: str) -> DocumentKeyAct:
    found = DocumentKeyAct.objects.filter(pk=as_id(act), end__isnull=True).first()
    if found is None:
        raise NotFoundError("proposal")
    return found


def _past(since: datetime) -> datetime:
    if since.tzinfo is None:
        raise InvalidInputError({"since": "Give the time with its zone."})
    if since > now():
        raise InvalidInputError({"since": "The loss cannot lie in the future."})
    return since.replace(microsecond=0)


def _safe_size(since: datetime) -> int:
    """How many entries of the log were there before the loss, by their order in the tree."""
    late = LedgerRow.objects.filter(recorded_at__gte=since, leaf__isnull=False)
    first = late.order_by("leaf__index").values_list("leaf__index", flat=True).first()
    if first is not None:
        return int(first)
    state = TreeState.objects.first()
    return state.size if state else 0


def _enter(
    kind: str, by: Actor, at: datetime, act: DocumentKeyAct, **more: object
) -> int:
    row = record_event(
        kind=kind,
        case=None,
        actor=actor_ref(by) if by.id != SYSTEM.id else None,
        payload={
            "act": str(act.pk),
            "what": act.kind,
            "key": act.key,
            "purposes": act.purposes,
            "since": act.since,
            "reason": act.reason,
            **more,
        },
        at=at,
    )
    return row.pk


def _publish(key_set: KeySet, at: datetime, row: int) -> None:
    for key in _unknown(key_set.keys):
        _know(key, at, row)
    publish(_papers().folder, key_set)


def _fingerprint(key: PublishedKey) -> str:
    return sha256(canonical_bytes(key.to_json())).hexdigest()


def _unknown(keys: Iterable[PublishedKey]) -> list[PublishedKey]:
    named = {_fingerprint(key): key for key in keys}
    known = DocumentKeyEntry.objects.filter(fingerprint__in=list(named))
    held = set(known.values_list("fingerprint", flat=True))
    return [key for mark, key in named.items() if mark not in held]


def _know(key: PublishedKey, at: datetime, row: int) -> None:
    DocumentKeyEntry.objects.create(
        fingerprint=_fingerprint(key), key=key.key_id, at=at, row=row
    )
