"""How the guidance of packages is written into a folder."""

from licet.cli.publishing.publish import publish

__all__ = ["publish"]
