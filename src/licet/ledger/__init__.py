"""An append-only log of bytes: tree, checkpoints, proofs, fsck."""

__all__: list[str] = []
