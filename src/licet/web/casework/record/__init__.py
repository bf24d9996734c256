"""The record inside casework: acts are entered, sealed, sequenced, published and checked.

Services call ``events.record_event`` inside their own transaction; the sequencer does the
rest. Only :class:`ActorRef` can be imported before Django's apps are loaded.
"""

from licet.web.casework.record.model import Act, ActorRef

__all__ = ["Act", "ActorRef"]
