"""What a licence allows, and the document that proves it."""

__all__: list[str] = []
