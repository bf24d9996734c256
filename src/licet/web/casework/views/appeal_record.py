"""The record of a case beside an appeal: as it stood, and what came after."""

from dataclasses import dataclass
from datetime import date

from licet.web.casework.views.pages import EventView


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRecordView:
    """The record as it stood on the day of the act, and what came after, apart."""

    until: date
    then: tuple[EventView, ...]
    since: tuple[EventView, ...]
    documents_then: tuple[str, ...]
    documents_since: tuple[str, ...]
