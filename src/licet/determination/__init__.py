"""Facts under a regime on a day: what is controlled, and why."""

__all__: list[str] = []
