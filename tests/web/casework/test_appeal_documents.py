"""A document is laid in an appeal once for each person, bytes and name, however often it is sent."""

import io
from collections.abc import Callable

import pytest
from tests.web.casework.builders import World, refused
from tests.web.casework.test_appeal_kinds import assign
from tests.web.casework.test_appeals import lodge, rule

from licet.web.casework.errors import (
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.models import AppealDocument, AppealStep, LedgerRow
from licet.web.casework.record.events import read_act
from licet.web.casework.services.appeals import appeals
from licet.web.casework.views import AppealView

pytestmark = pytest.mark.django_db
BYTES = b"The bank is another one.\n"
Lay = Callable[..., AppealView]


@pytest.fixture
def appeal(world: World) -> str:
    return lodge(world, refused(world).number).id


@pytest.fixture
def lay(world: World, appeal: str) -> Lay:
    def laid(
        content: bytes = BYTES,
        name: str = "bank.txt",
        who: str = "halden",
        version: int | None = None,
        to: str = appeal,
    ) -> AppealView:
        return appeals.lay_appeal_document(
            by=world.actor(who), appeal=to, name=name,
            content=io.BytesIO(content), version=version,
        )  # fmt: skip

    return laid


def entries() -> int:
    """How often the record says that a document was laid."""
    kinds = [read_act(row).kind for row in LedgerRow.objects.all()]
    return kinds.count("lay_appeal_document")


def test_the_same_document_sent_again_stands_once_in_appeal_steps_and_record(
    lay: Lay,
) -> None:
    first, again = lay(), lay()
    assert (again.documents, again.version) == (first.documents, first.version)
    assert AppealDocument.objects.count() == 1
    assert AppealStep.objects.filter(kind="lay_appeal_document").count() == 1
    assert entries() == 1


def test_the_second_of_two_clicks_is_answered_as_done_though_its_version_is_old(
    lay: Lay,
) -> None:
    seen = lay(b"Another.\n", "first.txt").version
    first = lay(version=seen)
    assert lay(version=seen).documents == first.documents
    with pytest.raises(StaleVersionError):
        lay(b"Not there yet.\n", version=seen)
    assert AppealDocument.objects.count() == 2


def test_a_retry_that_arrives_after_the_decision_is_answered_as_done(
    world: World, appeal: str, lay: Lay
) -> None:
    lay()
    assign(world, appeal)
    rule(world, appeal, "dismissed")
    assert [one.name for one in lay().documents] == ["bank.txt"]
    with pytest.raises(WrongStateError):
        lay(name="annex B.txt")
    assert AppealDocument.objects.count() == entries() == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"name": "annex B.txt"}, id="under-another-name-for-something-else"),
        pytest.param({"who": "officer"}, id="by-the-other-side"),
        pytest.param({"content": b"The bank is this one.\n"}, id="other-bytes-of-that-name"),
    ],
)  # fmt: skip
def test_what_is_laid_on_purpose_stands_of_itself(
    lay: Lay, other: dict[str, object]
) -> None:
    lay()
    assert len(lay(**other).documents) == entries() == 2
    lay(**other)
    assert AppealDocument.objects.count() == entries() == 2


def test_the_same_document_in_another_appeal_stands_there_too(
    world: World, lay: Lay
) -> None:
    lay()
    other = lodge(world, refused(world).number).id
    assert len(lay(to=other).documents) == 1
    assert AppealDocument.objects.count() == entries() == 2


def test_what_was_laid_opens_nothing_to_who_has_no_standing(lay: Lay) -> None:
    lay()
    with pytest.raises(NotFoundError):
        lay(who="vigil")
    assert AppealDocument.objects.count() == entries() == 1
