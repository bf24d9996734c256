"""Lists of which only the page that is looked at is read: how many there are, and some of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

PAGE = 50
_BATCH = 200
View = TypeVar("View")
Row = TypeVar("Row", bound=Model)


class Lines(Generic[View]):
    """Lines of a list in their order; a slice is read when it is asked for."""

    def __init__(
        self,
        count: Callable[[], int],
        read: Callable[[int, int], Sequence[View]],
    ) -> None:
        """Lines that are counted and read by somebody.

        Args:
            count: How many there are.
            read: Those from one place, counted from nought, up to another, exclusive.
        """
        self._count, self._read = count, read

    @cached_property
    def total(self) -> int:
        """How many lines there are."""
        return self._count()

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, wanted: slice) -> tuple[View, ...]:
        first, last, _step = wanted.indices(self.total)
        return tuple(self._read(first, last)) if first < last else ()

    def __iter__(self) -> Iterator[View]:
        for first in range(0, self.total, _BATCH):
            yield from self[first : first + _BATCH]


def lines(
    found: QuerySet[Row, Any], views: Callable[[list[Row]], Sequence[View]]
) -> Lines[View]:
    """Rows in their order as lines; their order is found without reading them whole.

    Args:
        found: The rows, each once, in an order that leaves nothing open.
        views: What is shown of some of them.
    """

    def read(first: int, last: int) -> Sequence[View]:
        wanted = list(found.values_list("pk", flat=True)[first:last])
        rows = found.order_by().filter(pk__in=wanted)
        held = {row.pk: row for row in rows}
        return views([held[pk] for pk in wanted if pk in held])

    return Lines(found.count, read)


def page_of(found: Lines[View], wanted: object, size: int = PAGE) -> Page[View]:
    """The page that was asked for; the first or the last for what is none.

    Args:
        found: The whole list.
        wanted: Number of the page, from 1, as somebody wrote it in an address.
        size: How many lines a page has.
    """
    pages: Paginator[View] = Paginator(found, size)  # type: ignore[arg-type]  # counted and cut, no more
    return pages.get_page(wanted)  # type: ignore[arg-type]  # whatever was written
