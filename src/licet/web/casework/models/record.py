"""The record: rows that are only ever added, and the little state that moves them along.

``LedgerRow``, ``Leaf``, ``Batch``, ``Checkpoint``, ``Cosignature``, ``KeyRecord``,
``ReadLog`` and ``SecurityLog`` are append-only by database triggers (migration ``record_triggers``).
``TreeState`` and ``OutboxRow`` change; fsck checks them against the rows.
"""

from django.db import models

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.

DIGEST = 32


class LedgerRow(models.Model):
    """One act. What it says is sealed under the key named in ``key_id``.

    Attributes:
        key_id: The data key that seals salt and payload: a case's, or the installation's
            record key of the quarter.
        entry: The public entry: version byte and salted commitment.
        sealed: Nonce, then salt and payload under AES-256-GCM.
        recorded_at: When the act happened, as its transaction said.
    """

    id = models.BigAutoField(primary_key=True)
    key_id = models.CharField(max_length=64, db_index=True)
    entry = models.BinaryField(max_length=DIGEST + 1, unique=True)
    sealed = models.BinaryField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return bytes(self.entry).hex()


class Batch(models.Model):
    """Entries that entered the tree together.

    ``first`` is unique: two batches cannot continue the same tree, so the log cannot fork.

    Attributes:
        first: Index of its first entry; the size of the tree before it.
        size: The size of the tree after it.
        root: The root hash at that size.
        edge: The right edge of the tree, 32 bytes for each bit set in ``size``.
    """

    id = models.BigAutoField(primary_key=True)
    first = models.BigIntegerField(unique=True)
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=DIGEST)
    edge = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__gte=0, size__gt=models.F("first")),
                name="batch_grows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}..{self.size}"


class Leaf(models.Model):
    """The place of a row in the tree.

    Attributes:
        index: The entry number, counted from 0 without gaps.
    """

    index = models.BigIntegerField(primary_key=True)
    row = models.OneToOneField(LedgerRow, on_delete=models.PROTECT, related_name="leaf")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="leaves")

    def __str__(self) -> str:
        return str(self.index)


class Checkpoint(models.Model):
    """The signed statement over the tree after a batch, as it was published."""

    batch = models.OneToOneField(
        Batch, on_delete=models.PROTECT, primary_key=True, related_name="checkpoint"
    )
    note = models.BinaryField()

    def __str__(self) -> str:
        return bytes(self.note).decode(errors="replace")


class Cosignature(models.Model):
    """A witness's signature on the checkpoint of a batch.

    Attributes:
        key: The witness's verifier key as text.
        line: The signature line with its line end.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="cosignatures"
    )
    key = models.TextField()
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "key"], name="one_per_witness_key"
            ),
        ]

    def __str__(self) -> str:
        return self.line


class TreeState(models.Model):
    """The one row that a sequencer locks before it integrates; the tree as it stands.

    Attributes:
        size: The size after the last batch.
        edge: The right edge at that size.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    edge = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_tree"),
        ]

    def __str__(self) -> str:
        return str(self.size)


class OutboxRow(models.Model):
    """What must still follow a committed act, again and again until it is acknowledged.

    Attributes:
        topic: ``integrate`` for the sequencer, else the name of an effect.
        row: The act that it follows.
        reference: What the effect needs to find its subject; no content.
        not_before: The next attempt is not made earlier.
    """

    id = models.BigAutoField(primary_key=True)
    topic = models.CharField(max_length=40)
    row = models.ForeignKey(LedgerRow, on_delete=models.PROTECT, related_name="outbox")
    reference = models.CharField(max_length=200, blank=True)
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["topic", "not_before"])]

    def __str__(self) -> str:
        return f"{self.topic} {self.reference}"


class KeyRecord(models.Model):
    """That a data key was destroyed: when, and by which entry. Never the key itself.

    Attributes:
        key_id: The name of the key.
        erasure: The entry that records who destroyed it and under which rule.
    """

    key_id = models.CharField(max_length=64, primary_key=True)
    destroyed_at = models.DateTimeField()
    erasure = models.OneToOneField(
        LedgerRow, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.key_id


class ReadLog(models.Model):
    """That confidential matter of a case was read: one row per person, case and 15 minutes.

    Attributes:
        window: The quarter of an hour, in quarters since 1970.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.CharField(max_length=64)
    case = models.CharField(max_length=64)
    window = models.BigIntegerField()
    row = models.OneToOneField(LedgerRow, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "case", "window"], name="one_read_a_quarter_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.case} {self.window}"


class SecurityLog(models.Model):
    """Refusals to people nobody knows; they do not enter the ledger, or anybody could fill it.

    Attributes:
        kind: What was tried, in one word.
        source: A keyed hash of the address, so that repetition shows and people do not.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    source = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.path}"


class UnsealedRow(models.Model):
    """That an evidence table has a new row, which the next batch seals; filled by triggers.

    Attributes:
        table: The database table.
        key: The row's key as the database tells it.
        old: Whether the row was there before rows were sealed.
    """

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=63)
    key = models.CharField(max_length=64)
    old = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
