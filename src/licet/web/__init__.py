"""The shell: the only place with effects."""

__all__: list[str] = []
