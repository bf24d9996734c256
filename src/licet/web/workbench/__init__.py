"""The officer's and agency's face."""

__all__: list[str] = []
