"""The only models; verbs, reads and ports."""

__all__: list[str] = []
