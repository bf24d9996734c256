"""The record inside casework: acts are entered, sealed, sequenced, published and checked.

Services call :func:`record_event` inside their own transaction; the sequencer does the rest.
"""

from licet.web.casework.record.model import ActorRef

__all__ = ["ActorRef"]
