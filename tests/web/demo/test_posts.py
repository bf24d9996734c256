"""Accounts, teams, posts and delegations are made by the operator, and recorded."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import LedgerRow, Post
from licet.web.casework.ports import legal_day, now
from licet.web.casework.services.people import posts

pytestmark = pytest.mark.django_db
DAY = legal_day(now())  # nobody delegates backwards


@pytest.fixture
def person() -> str:
    posts.found_team(code="LIC", name="Licensing desk", kind="authority")
    return posts.open_account(
        email="a@meridia.example", name="A", password="long enough now"
    )


def test_every_act_of_the_operator_is_in_the_ledger(person: str) -> None:
    before = LedgerRow.objects.count()
    posts.give_post(person=person, team="LIC", role="officer", first=DAY)
    posts.delegate(
        holder=person,
        acts=("grant",),
        highest_tier=4,
        first=DAY,
        last=DAY + timedelta(days=1),
        instrument="Order 1 (invented)",
    )
    posts.enter_organisation(
        name="X", country="SE", registration="1", contacts=(person,)
    )
    assert LedgerRow.objects.count() == before + 3


def test_an_address_has_one_account(person: str) -> None:
    with pytest.raises(InvalidInputError, match="account already"):
        posts.open_account(email="A@meridia.example", name="B", password=None)


@pytest.mark.parametrize(
    ("code", "kind", "field"),
    [
        pytest.param("NEW", "choir", "kind", id="no such kind"),
        pytest.param("LIC", "authority", "code", id="code taken"),
    ],
)
def test_a_team_is_founded_once_and_of_a_known_kind(
    person: str, code: str, kind: str, field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        posts.found_team(code=code, name="X", kind=kind)
    assert field in caught.value.fields


def test_a_post_needs_a_role_a_team_and_a_superior_in_post(person: str) -> None:
    with pytest.raises(InvalidInputError):
        posts.give_post(person=person, team="LIC", role="king", first=DAY)
    with pytest.raises(NotFoundError):
        posts.give_post(person=person, team="NONE", role="officer", first=DAY)
    with pytest.raises(NotFoundError):
        posts.give_post(
            person=person, team="LIC", role="officer", first=DAY, reports_to=person
        )
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("acts", "tier", "last", "instrument"),
    [
        pytest.param(("shred",), 4, DAY, "Order", id="no such act"),
        pytest.param((), 4, DAY, "Order", id="no act"),
        pytest.param(("grant",), 5, DAY, "Order", id="no such tier"),
        pytest.param(
            ("grant",), 4, DAY - timedelta(days=1), "Order", id="ends before it begins"
        ),
        pytest.param(("grant",), 4, DAY, " ", id="no instrument"),
    ],
)
def test_a_delegation_that_covers_nothing_is_refused(
    person: str, acts: tuple[str, ...], tier: int, last: date, instrument: str
) -> None:
    with pytest.raises(InvalidInputError):
        posts.delegate(
            holder=person,
            acts=acts,
            highest_tier=tier,
            first=DAY,
            last=last,
            instrument=instrument,
        )


def test_nobody_delegates_backwards(person: str) -> None:
    yesterday = legal_day(now()) - timedelta(days=1)
    with pytest.raises(InvalidInputError, match="backwards"):
        posts.delegate(
            holder=person,
            acts=("grant",),
            highest_tier=4,
            first=yesterday,
            last=yesterday + timedelta(days=9),
            instrument="Order (invented)",
        )


def test_an_organisation_lies_in_a_country(person: str) -> None:
    with pytest.raises(InvalidInputError):
        posts.enter_organisation(name="X", country="ZZ", registration="", contacts=())


def test_the_operator_makes_a_token_that_is_printed_once(person: str) -> None:
    out = StringIO()
    call_command("issue_token", "a@meridia.example", "--scope", "read", stdout=out)
    assert len(out.getvalue().strip()) == 43
    with pytest.raises(CommandError, match="no such person"):
        call_command("issue_token", "nobody@meridia.example", "--scope", "read")


def test_codes_are_shown_only_for_somebody_with_a_second_factor(person: str) -> None:
    with pytest.raises(CommandError, match="no second factor"):
        call_command("code", "a@meridia.example")


def test_codes_are_shown_only_by_an_invented_authority(
    person: str, settings: pytest.FixtureRequest
) -> None:
    settings.LICET_DEMO = False  # type: ignore[attr-defined]  # pytest-django's settings
    with pytest.raises(CommandError, match="invented authority"):
        call_command("code", "a@meridia.example")
