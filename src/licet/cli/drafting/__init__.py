"""How a draft package is opened for public comment."""

from licet.cli.drafting.opening import list_drafts, open_draft

__all__ = ["list_drafts", "open_draft"]
