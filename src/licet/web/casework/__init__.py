"""The only models; verbs (``services``), reads (``selectors``), who may (``access``), ports."""

__all__: list[str] = []
