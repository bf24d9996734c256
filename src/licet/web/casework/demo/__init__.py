"""The invented authority: people and sixty cases, made by driving the services."""

from licet.web.casework.demo.doors import open_doors

__all__ = ["open_doors"]
