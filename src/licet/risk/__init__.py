"""The regime's criteria applied to what the other parts found."""

__all__: list[str] = []
