"""Rotation: every data key under a new wrapping key, cut off anywhere, nothing lost, nobody waits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from licet.web.casework.models import KeyRotation
from licet.web.casework.models.record import LedgerRow
from licet.web.casework.record import ActorRef, keystore, private_files, rotation
from licet.web.casework.record.errors import (
    KeyDestroyedError,
    KeyMissingError,
    SealBrokenError,
)
from licet.web.casework.record.events import read_act
from licet.web.casework.record.keystore import FileKeyStore, key_store
from licet.web.casework.record.rotation import rotate_keys
from licet.web.casework.record.wrapping import seal_bytes, unseal_bytes

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def keys() -> FileKeyStore:
    return key_store()


@pytest.fixture
def sealed(keys: FileKeyStore) -> dict[str, bytes]:
    keys.log_seed()
    names = [f"case-{number}" for number in range(4)]
    return {name: keys.seal(name, name.encode(), b"") for name in names}


def opens(keys: FileKeyStore, sealed: dict[str, bytes]) -> bool:
    return all(
        keys.unseal(name, content, b"") == name.encode()
        for name, content in sealed.items()
    )


def under(keys: FileKeyStore) -> set[str]:
    return {
        keystore._parts(path.read_bytes())[0] for _name, path in keys.wrapped_files()
    }


def test_every_key_is_wrapped_anew_and_the_old_wrapping_key_is_gone(
    keys: FileKeyStore, sealed: dict[str, bytes], officer: ActorRef, at: datetime
) -> None:
    seed = keys.log_seed()
    done = rotate_keys(keys, actor=officer, at=at)
    assert (done.before, done.wrapping, done.keys, done.resumed) == ("1", "2", 5, False)
    assert keys.wraps.known() == ("2",)
    assert under(keys) == {"2"}
    assert opens(keys, sealed)
    assert keys.log_seed() == seed


def test_a_rotation_is_entered_once(
    keys: FileKeyStore, sealed: dict[str, bytes], officer: ActorRef, at: datetime
) -> None:
    rotate_keys(keys, actor=officer, at=at)
    row = KeyRotation.objects.get()
    act = read_act(LedgerRow.objects.get(pk=row.row))
    assert (act.kind, act.actor) == ("rotate_keys", officer)
    assert act.payload == {"before": "1", "wrapping": "2", "keys": 5}
    assert rotate_keys(keys, actor=officer, at=at).wrapping == "3"
    assert KeyRotation.objects.count() == 2


def test_a_rotation_cut_off_at_any_step_is_taken_up_again(
    keys: FileKeyStore,
    sealed: dict[str, bytes],
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = (
        (keystore, "replace_private"),
        (rotation, "_enter"),
        (rotation, "record_event"),
        (private_files, "destroy_private"),
    )
    for place, (module, name) in enumerate(steps):
        for after in range(3):
            with monkeypatch.context() as patch:
                real = getattr(module, name)
                patch.setattr(module, name, _dies(real, after))
                with pytest.raises(Killed) if after == 0 and place < 3 else Perhaps():
                    rotate_keys(keys, actor=None, at=at)
            assert opens(keys, sealed), (name, after)
            again = rotate_keys(keys, actor=None, at=at)
            assert under(keys) == {again.wrapping}
            assert keys.wraps.known() == (again.wrapping,)
    entered = list(KeyRotation.objects.values_list("wrapping", flat=True))
    assert len(entered) == len(set(entered))


def _dies(real: Callable[..., object], after: int) -> Callable[..., object]:
    left = [after]

    def call(*args: object, **kwargs: object) -> object:
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        return real(*args, **kwargs)

    return call


class Perhaps:
    """Whether it dies or not."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is Killed


def test_old_and_new_are_sealed_and_opened_while_keys_rotate(
    keys: FileKeyStore, sealed: dict[str, bytes], at: datetime
) -> None:
    failed: list[BaseException] = []
    stop = Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            try:
                assert opens(keys, sealed)
                name = f"new-{number}"
                assert keys.unseal(name, keys.seal(name, b"x", b""), b"") == b"x"
                number += 1
            except BaseException as error:  # noqa: BLE001  # whatever it is, the test names it
                failed.append(error)
                return

    reader = Thread(target=work)
    reader.start()
    try:
        for _ in range(3):
            rotate_keys(keys, actor=None, at=at)
    finally:
        stop.set()
        reader.join()
    assert failed == []
    assert len(under(keys)) == 1


def test_a_key_destroyed_while_keys_rotate_does_not_come_back(
    keys: FileKeyStore, sealed: dict[str, bytes], at: datetime
) -> None:
    listed = list(keys.wrapped_files())
    keys.wraps.make()
    keys.destroy("case-1", because=b"{}")
    assert [keys.rewrap(name, path, "2") for name, path in listed].count(False) == 1
    assert not keys.holds("case-1")
    with pytest.raises(KeyDestroyedError):
        keys.seal("case-1", b"", b"")


@dataclass(slots=True)
class SoftwareToken:
    """A token that keeps its keys to itself, as a PKCS#11 module or a key service would."""

    held: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def known(self) -> tuple[str, ...]:
        return tuple(sorted(self.held, key=int))

    def make(self) -> str:
        name = str(max(map(int, self.held), default=0) + 1)
        self.held[name] = bytes([int(name)]) * 32
        return name

    def wrap(self, name: str, key: bytes, context: bytes) -> bytes:
        self.asked.append(f"wrap {name}")
        return seal_bytes(self.held[name], key, context)

    def unwrap(self, name: str, wrapped: bytes, context: bytes) -> bytes:
        self.asked.append(f"unwrap {name}")
        if name not in self.held:
            raise KeyMissingError(name)
        return unseal_bytes(self.held[name], wrapped, context, name)

    def retire(self, name: str) -> None:
        self.held.pop(name, None)


def test_a_token_behind_the_port_wraps_and_rotates(
    tmp_path: Path, at: datetime
) -> None:
    token = SoftwareToken()
    keys = FileKeyStore(root=tmp_path / "token", wrapping=token)
    sealed = keys.seal("case-1", b"content", b"")
    assert not (keys.root / "installation.key").exists()
    assert rotate_keys(keys, actor=None, at=at).wrapping == "2"
    assert token.known() == ("2",)
    assert keys.unseal("case-1", sealed, b"") == b"content"
    assert "unwrap 2" in token.asked
    token.held["2"] = bytes(32)
    with pytest.raises(SealBrokenError):
        keys.unseal("case-1", sealed, b"")
    token.held.clear()
    with pytest.raises(KeyMissingError):
        keys.unseal("case-1", sealed, b"")
