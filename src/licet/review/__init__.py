"""Who must look, in what order, by when."""

__all__: list[str] = []
