"""What can go wrong with the record.

::

    DefectError
    └── NotInTransactionError   an act was recorded outside the transaction of its change
    EvidenceError
    ├── KeyDestroyedError       the content was lawfully erased
    ├── KeyMissingError         a key that should be there is not
    ├── KeyExposedError         others may read the key files
    ├── KeyClosedError          this process serves a zone without keys
    ├── SealBrokenError         sealed bytes that do not open under their key
    ├── BackupBrokenError       a backup is not as it was made
    ├── RecordBehindError       the database knows less than was already published
    └── WitnessRefusedError     a witness did not cosign
    InputError
    ├── BackupRefusedError      a backup or restore that cannot be done as asked
    └── RolesRefusedError       roles of the database that cannot be made as asked
"""

from typing import ClassVar

from licet.kernel import DefectError, EvidenceError, InputError


class NotInTransactionError(DefectError):
    """An act was to be recorded outside the transaction of its state change."""

    code: ClassVar[str] = "not_in_transaction"

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"{kind!r} was to be recorded outside a transaction. Record an act inside "
            "the atomic block that makes the change."
        )


class KeyDestroyedError(EvidenceError):
    """The key was lawfully destroyed; the content is gone, its proof stands."""

    code: ClassVar[str] = "key_destroyed"

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"The content under key {key_id} was erased by destroying the key. Its "
            "entries still prove that it existed; nobody can read it."
        )


class KeyMissingError(EvidenceError):
    """A key that should be there is not."""

    code: ClassVar[str] = "key_missing"

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"The key {key_id} is not in the key store, and no erasure is recorded. "
            "Restore the newest key backup before anything else."
        )


class KeyExposedError(EvidenceError):
    """Others than the owner may read a key file."""

    code: ClassVar[str] = "key_exposed"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} may be read or written by others. Run chmod 600 on the file (700 on "
            "the folder) and treat the key as known to them."
        )


class SealBrokenError(EvidenceError):
    """Sealed bytes that do not open under their key."""

    code: ClassVar[str] = "seal_broken"

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"Sealed content does not open under key {key_id}: the bytes or the key file "
            "were altered. Restore both from backup and run licet fsck --database."
        )


class RecordBehindError(EvidenceError):
    """The database knows a smaller tree than the one already published."""

    code: ClassVar[str] = "record_behind"

    def __init__(self, stored: int, published: int) -> None:
        super().__init__(
            f"The database ends at entry {stored}, but {published} entries are already "
            "published. An old backup came back without its newer rows: restore the "
            "newest one. Nothing is signed until then, or the log would fork."
        )


class WitnessRefusedError(EvidenceError):
    """A witness did not cosign: unreachable, unwilling, or it signed something else."""

    code: ClassVar[str] = "witness_refused"

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"The witness at {address} did not cosign: {why}. It is asked again. If it "
            "has seen more than the database holds, an old backup came back."
        )


class BackupBrokenError(EvidenceError):
    """A backup is not as it was made; nothing of it is restored."""

    code: ClassVar[str] = "backup_broken"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The backup is not as it was made: {what}. Nothing was restored. Take another "
            "backup, or the keys that belong to this one."
        )


class BackupRefusedError(InputError):
    """A backup or a restore that cannot be done as it was asked."""

    code: ClassVar[str] = "backup_refused"


class RolesRefusedError(InputError):
    """Roles of the database cannot be made as asked."""

    code: ClassVar[str] = "roles_refused"


class KeyClosedError(EvidenceError):
    """This process serves a zone that holds no keys of the record."""

    code: ClassVar[str] = "key_closed"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The key {name} is closed to this process: the public site holds no keys. What "
            "needs them is answered by the portal or by casework."
        )
