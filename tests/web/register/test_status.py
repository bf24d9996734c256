"""Each end of a licence stands in the status list within a minute; caches and readers know its age."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from tests.web.casework.builders import MovingClock, World, granted

from licet.licence import Answer, LicenceStatus, Role, Verdict, verify
from licet.licence.jws import read_token
from licet.licence.status import TTL, TYP, read_status_list
from licet.web.casework.models import ConditionRow, Licence
from licet.web.casework.ports import now
from licet.web.casework.selectors.desk import documents
from licet.web.casework.services.licences import licences
from licet.web.register import published

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_edition() -> None:
    cache.clear()


def served(**headers: str) -> object:
    return Client().get("/status/1", headers=headers)


def listed(place: int) -> LicenceStatus:
    text = served().content.decode()  # type: ignore[attr-defined]
    return read_status_list(text)[1].at(place)


def licence_of(world: World) -> Licence:
    case = granted(world)
    return Licence.objects.get(case__number=case.number)


def _suspend(world: World, number: str) -> None:
    licences.suspend_licence(
        by=world.officer, licence=number, reasons="x", version=None
    )


def _revoke(world: World, number: str) -> None:
    _suspend(world, number)
    licences.revoke_licence(by=world.head, licence=number, reasons="x", version=None)


def _annul(world: World, number: str) -> None:
    licences.annul_licence(by=world.head, licence=number, reasons="x", version=None)


def _surrender(world: World, number: str) -> None:
    licences.surrender_licence(
        by=world.halden, licence=number, reasons="x", version=None
    )


def _exhaust(world: World, number: str) -> None:
    row = Licence.objects.get(number=number)
    limit = ConditionRow.objects.filter(
        decision=row.decision_id, type="quantity_limit"
    ).first()
    if limit is None:
        limit = ConditionRow.objects.create(
            decision=row.decision,
            position=99,
            type="quantity_limit",
            words="At most 2.",
            terms={"quantity": "2", "unit": "C62"},
        )
    licences.report_delivery(
        by=world.halden,
        licence=number,
        version=None,
        delivery=licences.Delivery(
            on=row.valid_from,
            way="download",
            quantity=Decimal(limit.terms["quantity"]),
            unit="C62",
            consignee="Bank",
        ),
    )


ENDS: dict[str, Callable[[World, str], None]] = {
    "suspended": _suspend,
    "revoked": _revoke,
    "annulled": _annul,
    "surrendered": _surrender,
    "exhausted": _exhaust,
}


def test_each_end_is_in_the_list_of_the_next_minute(
    world: World, clock: MovingClock
) -> None:
    rows = {end: licence_of(world) for end in ENDS}
    for end, row in rows.items():
        before = listed(row.status_index)
        assert before is LicenceStatus.VALID
        ENDS[end](world, row.number)
        # Signed anew on the event itself: the very next reader sees it.
        assert listed(row.status_index).value == end
        clock.at += MINUTE
        assert listed(row.status_index).value == end


def test_a_licence_expires_in_the_list_when_its_last_day_is_over(
    world: World, clock: MovingClock
) -> None:
    row = licence_of(world)
    end = row.valid_until
    clock.at = clock.at.replace(year=end.year, month=end.month, day=end.day, hour=12)
    while legal(clock) == end:
        assert listed(row.status_index) is LicenceStatus.VALID
        clock.at += timedelta(hours=1)
    assert listed(row.status_index) is LicenceStatus.EXPIRED
    assert Licence.objects.get(pk=row.pk).state == "issued"  # the job comes later


def legal(clock: MovingClock) -> date:
    from licet.web.casework.ports import legal_day  # noqa: PLC0415

    return legal_day(clock.at)


def test_the_list_states_its_minute_and_is_kept_by_caches(
    world: World, clock: MovingClock
) -> None:
    licence_of(world)
    first = served()
    token = read_token("status list", first.content.decode(), typ=TYP)  # type: ignore[attr-defined]
    assert token.payload["ttl"] == 60 == TTL.total_seconds()
    assert first["Cache-Control"] == "public, max-age=60"  # type: ignore[index]
    assert first["Content-Type"] == "application/statuslist+jwt"  # type: ignore[index]
    tag = first["ETag"]  # type: ignore[index]
    again = served(if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")  # type: ignore[attr-defined]
    clock.at += timedelta(seconds=29)
    assert served()["ETag"] == tag  # type: ignore[index]
    clock.at += timedelta(seconds=2)
    renewed = served(if_none_match=tag)
    assert renewed.status_code == 200  # type: ignore[attr-defined]
    assert renewed["ETag"] != tag  # type: ignore[index]
    clock.at -= MINUTE  # a clock set back is no reason to hand out what is to come
    assert read_status_list(served().content.decode())[1].issued_at == now()  # type: ignore[attr-defined]


def test_the_key_set_is_kept_by_caches_for_its_minute(
    world: World, clock: MovingClock
) -> None:
    first = Client().get("/.well-known/licet-keys.json")
    clock.at += timedelta(seconds=20)
    again = Client().get(
        "/.well-known/licet-keys.json", headers={"if-none-match": first["ETag"]}
    )
    assert again.status_code == 304
    clock.at += MINUTE
    assert Client().get("/.well-known/licet-keys.json")["ETag"] != first["ETag"]


def _offline(world: World, row: Licence, status: str | None) -> Verdict:
    document = documents.licence_document(
        viewer=world.halden, licence=row.number, kind="code"
    ).content.decode()
    return verify(
        document,
        keys=published.key_set(),
        status=status,
        at=now(),
        max_status_age=published.LIFETIME,
        role=Role.CUSTOMS,
    )


def test_past_the_limit_of_the_regime_a_saved_list_confirms_nothing(
    world: World, clock: MovingClock
) -> None:
    row = licence_of(world)
    saved = served().content.decode()  # type: ignore[attr-defined]
    clock.at += published.LIFETIME
    fresh = _offline(world, row, saved)
    assert (fresh.answer, fresh.status_age) == (Answer.VALID, published.LIFETIME)
    clock.at += timedelta(seconds=1)
    stale = _offline(world, row, saved)
    assert stale.answer is Answer.NOT_CONFIRMED
    assert stale.reasons[0].code == "status_stale"
    unreachable = _offline(world, row, None)
    assert unreachable.reasons[0].code == "no_status"
