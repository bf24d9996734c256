"""Views that are worked out when somebody looks at them: who only acts, does not read."""

from collections.abc import Callable
from copy import copy
from typing import TypeVar, cast

from django.utils.functional import SimpleLazyObject

View = TypeVar("View")


def when_read(view: Callable[[], View]) -> View:
    """A view in its place, worked out once, at the first look at it.

    A face that answers an act by sending its person elsewhere never looks, so neither is
    the work done nor a read entered in the record.

    Args:
        view: What works it out.

    Returns:
        Something that is the view in every respect; refusals to read come at the first look.
    """
    return cast("View", SimpleLazyObject(view))


def looked_at(view: View) -> View:
    """The view itself, worked out now: for whoever asks what it is made of.

    Args:
        view: What an act gave back, or any view.

    Raises:
        NotFoundError: The person who acted may not read what they changed.
    """
    if type(view) is not SimpleLazyObject:
        return view
    # A copy of what was worked out; before that a copy would wait like the first.
    bool(view)
    return copy(view)
