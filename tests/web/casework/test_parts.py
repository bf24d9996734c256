"""Small parts on their own: sections, tokens, clocks in words, names of rows, triggers undone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.migrations.state import ProjectState
from django.utils import timezone
from tests.web.casework.builders import World, condition, granted, start, submit

from licet.kernel import InputError
from licet.web.casework.access import ANONYMOUS, SYSTEM, actor_for
from licet.web.casework.application.facts import Said, changed_facts, fact_views
from licet.web.casework.application.sections import (
    SECTIONS,
    require_complete,
    section_state,
)
from licet.web.casework.engines import Law, Lists
from licet.web.casework.errors import InvalidInputError, UnavailableError
from licet.web.casework.keeping.append_only import protect
from licet.web.casework.models import ApiToken, Case, LedgerRow, Person
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.refusals import refused_act
from licet.web.casework.rights.people import (
    actor_of_token,
    actor_of_user,
    delegations,
    names_of,
    person_view,
    token_digest,
)
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.parts.parts import (
    act_words,
    as_id,
    clock_view,
    condition_view,
)
from licet.web.casework.wiring import MailPost, SystemClock


@pytest.mark.parametrize(
    ("section", "content", "fields"),
    [
        pytest.param(
            "organisation", {}, ["contact.name", "contact.email"], id="no-contact"
        ),
        pytest.param("items", {}, ["items"], id="no-item"),
        pytest.param(
            "items",
            {"items": [{"facts": {}}]},
            ["items.0.name", "items.0.kind"],
            id="nameless-item",
        ),
        pytest.param("parties", {}, ["parties"], id="no-party"),
        pytest.param(
            "destination", {"facts": {}}, ["destination"], id="no-destination"
        ),
        pytest.param("activity", {}, ["activity.type"], id="no-activity"),
        pytest.param("declaration", {}, ["accepted", "name"], id="no-declaration"),
        pytest.param("end_use", {}, [], id="end-use-may-be-open"),
    ],
)
def test_a_section_says_what_is_missing(
    section: str, content: dict[str, object], fields: list[str]
) -> None:
    state, problems = section_state(SECTIONS[section], {"content": content})
    assert [one.field for one in problems] == fields
    assert state == ("in_progress" if fields else "complete")


def test_an_empty_application_misses_every_required_section() -> None:
    with pytest.raises(InvalidInputError) as caught:
        require_complete({})
    assert set(caught.value.fields) == {
        key for key, one in SECTIONS.items() if one.required
    }


def test_the_clock_is_told_in_words() -> None:
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    begun = (date(2026, 5, 1), "start", "submit_application")
    assert clock_view([], at).state == "not_started"
    assert "due by" in clock_view([begun], at).words
    assert "late" in clock_view([begun], at + timedelta(days=400)).words
    assert (
        "ended"
        in clock_view([begun, (date(2026, 5, 4), "end", "countersign")], at).words
    )


def test_a_token_acts_for_its_person_until_it_ends(world: World) -> None:
    at = now()
    ApiToken.objects.create(
        person=world.people["halden"], digest=token_digest("raw"), name="t", scopes=["read"],
        made_at=at, expires_at=at + timedelta(days=1),
    )  # fmt: skip
    actor = actor_of_token("raw")
    assert actor.id == world.halden.id
    assert actor.scopes == {"read"}
    assert actor_of_token("other") == ANONYMOUS
    assert actor_of_token("raw", at=at + timedelta(days=2)) == ANONYMOUS


def test_nobody_and_those_who_left_are_the_public(world: World) -> None:
    assert actor_for(AnonymousUser()) == ANONYMOUS
    gone = world.people["officer"]
    gone.is_active = False
    assert actor_for(gone) == ANONYMOUS
    assert actor_of_user(None) == ANONYMOUS  # type: ignore[arg-type]


def test_a_post_counts_on_its_days_only(world: World) -> None:
    world.people["officer"].posts.update(last=legal_day(now()) - timedelta(days=1))
    assert world.officer.roles == {"exporter"}


def test_people_are_shown_by_name(world: World) -> None:
    officer = world.people["officer"]
    assert names_of([str(officer.pk)]) == {str(officer.pk): "Officer"}
    assert person_view(None) is None
    shown = person_view(officer)
    assert shown is not None
    assert shown.name == "Officer"
    assert not officer.has_perm("anything")
    assert Person.objects.get_by_natural_key("OFFICER@meridia.example") == officer
    assert {one.instrument for one in delegations()} == {"Order 1/2025 (invented)"}


def test_every_row_has_a_name_for_people(world: World) -> None:
    granted(world)
    seen = 0
    for model in apps.get_app_config("casework").get_models():
        row = model.objects.first()  # type: ignore[attr-defined]
        if row is not None:
            assert str(row)
            seen += 1
    assert seen > 25


def test_public_refusals_do_not_enter_the_ledger(world: World) -> None:
    before = LedgerRow.objects.count()
    refused_act(by=ANONYMOUS, act="take_case", case=None, why="not_allowed")
    assert LedgerRow.objects.count() == before


def test_the_chair_of_appeals_sees_only_what_is_appealed(world: World) -> None:
    submit(world)
    assert not visible_cases(world.actor("chair")).exists()


def test_an_inspector_sees_the_cases_that_became_licences(world: World) -> None:
    submit(world)
    inspector = replace(world.te, roles=frozenset({"inspector"}))
    assert not visible_cases(inspector).exists()
    granted(world)
    assert visible_cases(inspector).count() == 1


def test_the_policy_unit_sees_no_case_and_the_system_sees_all(world: World) -> None:
    submit(world)
    assert not visible_cases(world.policy).exists()
    assert visible_cases(SYSTEM).count() == 1


def test_triggers_can_be_undone_and_made_again(transactional_db: None) -> None:
    step = protect("casework_team")
    state = ProjectState()
    with connection.schema_editor() as editor:
        step.database_forwards("casework", editor, state, state)
    with connection.schema_editor() as editor:
        step.database_backwards("casework", editor, state, state)


def test_a_fact_of_a_party_that_is_not_there_is_refused(world: World) -> None:
    submit(world)
    row = Case.objects.get()
    said = Said(by="exporter", at=now())
    with pytest.raises(InvalidInputError):
        changed_facts(row, {"item.kind": "software"}, said=said, scope="item 9")
    with pytest.raises(InvalidInputError):
        changed_facts(row, {"destination": "Nowhere"}, said=said)
    row.refresh_from_db()
    changed = changed_facts(row, {"broker.type": "trader"}, said=said)
    assert changed[0]["scope"] == "case"


def test_a_draft_has_no_fact_list_yet(world: World) -> None:
    start(world)
    assert fact_views(Case.objects.get()) == ()


def test_plain_facts_are_shown_as_known(world: World) -> None:
    submit(world)
    row = Case.objects.get()
    row.transaction["facts"]["transit"] = ["DE", "FR"]
    row.transaction["facts"]["fair.public"] = True
    shown = {one.path: one.values for one in fact_views(row)}
    assert shown["transit"] == ("DE, FR",)
    assert shown["fair.public"] == ("yes",)


def test_nobody_is_screened_without_lists(tmp_path: object, world: World) -> None:
    lists = Lists(state=tmp_path)  # type: ignore[arg-type]
    with pytest.raises(UnavailableError):
        lists.search(["Anybody"], kind=None, countries=())
    assert lists.lists() == ()
    assert lists.fresh(at=now()) is False


def test_a_law_that_is_not_there_is_an_error_of_input() -> None:
    with pytest.raises(InputError):
        Law(governing="xx/nothing").package("xx/nothing")


def test_words_for_what_has_none_yet() -> None:
    assert act_words("some_new_act") == "Some new act"
    assert as_id("no id").int == 0
    assert condition_view(condition()).title == "No onward transfer"


def test_the_real_clock_is_aware_and_the_real_post_sends(
    mailoutbox: list[object],
) -> None:
    assert SystemClock().now().tzinfo is not None
    MailPost().send(to="a@b.example", subject="Hello", body="Text", key="k")
    assert mailoutbox[0].extra_headers == {"X-Licet-Key": "k"}  # type: ignore[attr-defined]


def test_a_list_that_was_not_looked_at_lately_is_not_fresh() -> None:
    lists = Lists(state=settings.LICET_STATE, stale_after=timedelta(hours=48))
    assert lists.fresh(at=timezone.now())
    assert not lists.fresh(at=timezone.now() + timedelta(hours=49))
