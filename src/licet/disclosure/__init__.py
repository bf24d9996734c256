"""What may be said to whom: public figures with disclosure control."""

from licet.disclosure.figures import publish_figures
from licet.disclosure.model import (
    Cell,
    DecidedItem,
    Figures,
    ProcessingTime,
    Suppression,
    UnsafeThresholdError,
)
from licet.disclosure.regions import region_of

__all__ = [
    "Cell",
    "DecidedItem",
    "Figures",
    "ProcessingTime",
    "Suppression",
    "UnsafeThresholdError",
    "publish_figures",
    "region_of",
]
