"""Settings, URLs and wiring."""

__all__: list[str] = []
