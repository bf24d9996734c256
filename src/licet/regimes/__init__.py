"""Law as dated data: loader, validator, guidance."""

__all__: list[str] = []
