"""Editions of a licence: what an appeal changed is signed anew, and the old edition ends in the list.

What was signed once stays true of its day and cannot be called back from those who hold it. So each
edition has a place of its own in the status list; when a newer one takes its place, the old place
says so for good, to everybody who checks it, with or without a network.
"""

from datetime import datetime

from licet.web.casework.acts.acting import next_number
from licet.web.casework.later import licence_documents_later
from licet.web.casework.models import Licence, ReplacedEdition


def new_place() -> int:
    """The next free place of the status list; none is used twice."""
    return next_number("status-index") - 1


def edition_of(licence: Licence) -> int:
    """Which edition is in force: 1 as it was issued."""
    return 1 + ReplacedEdition.objects.filter(licence=licence).count()


def edition_began(licence: Licence) -> datetime:
    """From when the edition in force is: the issue of the licence, or the end of the one before."""
    before = ReplacedEdition.objects.filter(licence=licence).order_by("edition").last()
    return before.replaced_at if before else licence.issued_at


def begin_edition(licence: Licence, *, at: datetime) -> int:
    """Replace the edition in force; the caller holds the lock on the licence and saves it.

    Args:
        licence: The licence, locked.
        at: The moment of the act that changes what the licence says.

    Returns:
        The new edition.
    """
    before = edition_of(licence)
    ReplacedEdition.objects.create(
        licence=licence,
        edition=before,
        status_index=licence.status_index,
        replaced_at=at,
    )
    licence.status_index = new_place()
    licence_documents_later(licence)
    return before + 1
