"""How a draft package is opened for public comment, and what was said of it."""

from licet.cli.drafting.comments import comments
from licet.cli.drafting.opening import list_drafts, open_draft

__all__ = ["comments", "list_drafts", "open_draft"]
