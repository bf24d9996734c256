"""Licet: the open system with which a state licenses the export of cyber tools.

Pure engines that read like the life of a case stand under a thin Django shell. Start
at ``licet.facts`` (what is said of a transaction) and follow the parts in the order of
``docs/adr/0001-parts-and-layers.md``.
"""

__version__ = "0.1.0"
