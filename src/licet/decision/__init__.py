"""Assessment and advice become a grant or a refusal, with reasons."""

__all__: list[str] = []
