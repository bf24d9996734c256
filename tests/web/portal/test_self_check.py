"""A saved self-check begins an application: its answers are entered, its record attached."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.casework.builders import World
from tests.web.reader import Reader

from licet.kernel import digest, parse_day
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import Case, Document
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.services.applying import self_checks
from licet.web.casework.services.programs.tokens import make_token
from licet.web.register.selfcheck import SelfCheck, record, result

pytestmark = pytest.mark.django_db
AT = "2026-07-31T10:00:00+00:00"
STATE = SelfCheck(
    law="meridia/national",
    on=parse_day("2026-07-31"),
    answers={
        "item.kind": "software",
        "item.listed_as": "4D004",
        "destination": "BR",
        "end_user.type": "bank",
        "end_user.country": "BR",
        "activity.type": "hosted_access",
        "red_flag.marketing_covert": False,
        "authority.bars_user": False,
        "fact.of.another.law": True,
    },
)


def saved(**changed: Any) -> str:
    return json.dumps(
        {**record(STATE, result(STATE), authority="MLA", made_at=AT), **changed}
    )


def begin(world: World, text: str) -> Case:
    begun = self_checks.start_with_self_check(
        by=world.halden,
        organisation=str(world.organisations["halden"].pk),
        title="From a self-check",
        self_check=text,
    )
    return Case.objects.get(number=begun.number)


def test_answers_are_entered_where_the_form_asks_for_them(world: World) -> None:
    sections = begin(world, saved()).sections
    content = {name: section["content"] for name, section in sections.items()}
    facts = {"kind": "software", "listed_as": "4D004"}
    assert content["items"]["items"] == [{"name": "From a self-check", "facts": facts}]
    (party,) = content["parties"]["parties"]
    assert (party["role"], party["country"]) == ("end_user", "BR")
    assert party["facts"] == {"type": "bank"}
    assert content["destination"]["facts"] == {"destination": "BR"}
    assert content["activity"]["facts"] == {"activity.type": "hosted_access"}
    assert content["end_use"]["facts"] == {"red_flag.marketing_covert": False}


def test_the_record_is_attached(world: World) -> None:
    (row,) = Document.objects.filter(case=begin(world, saved()))
    assert (row.purpose, row.media_type) == (self_checks.PURPOSE, "application/pdf")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no JSON", "Choose the file"),
        ('{"format": "another"}', "Choose the file"),
        ("altered", "was altered"),
    ],
)
def test_what_is_no_self_check_begins_nothing(
    world: World, text: str, words: str
) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        begin(world, saved(answers={}) if text == "altered" else text)
    assert words in refusal.value.fields["self_check"]
    assert not Case.objects.exists()


def test_a_record_without_answers_begins_an_empty_form(world: World) -> None:
    found = {"sentence": "Unsettled.", "regime_version": "0" * 64, "digest": "1" * 64}
    body = {
        "format": self_checks.FORM,
        "authority": "MLA",
        "made_at": AT,
        "law": "us/ear",
        "on": "2026-07-31",
        "answers": {},
        "not_known": [],
        "determination": {
            **found,
            "rules": [],
            "questions": [{"question": "Where to?"}],
        },
    }
    assert not begin(world, json.dumps({**body, "digest": digest(body)})).sections


def test_the_screen_takes_the_file(world: World) -> None:
    client = Reader(world, "halden").client
    given = {"organisation": str(world.organisations["halden"].pk), "title": "T"}
    file = SimpleUploadedFile("self-check.json", saved().encode())
    answer = client.post("/apply/new/", {**given, "self_check": file})
    assert answer.status_code == 302
    assert Document.objects.count() == 1
    wrong = SimpleUploadedFile("self-check.json", b"{}")
    page = client.post("/apply/new/", {**given, "self_check": wrong})
    assert "Choose the file that the self-check saved" in page.content.decode()


def test_a_program_gives_the_record_too(world: World) -> None:
    raw = make_token(
        person=world.halden.id, name="t", scopes=("read", "apply"), days=1, by=SYSTEM
    )
    given = {
        "organisation": str(world.organisations["halden"].pk),
        "title": "T",
        "self_check": saved(),
    }
    answer = Client().post(
        "/api/v1/applications",
        json.dumps(given),
        content_type="application/json",
        headers={"Authorization": f"Bearer {raw}", "Idempotency-Key": "k1"},
    )
    assert answer.status_code == 200, answer.content
    assert Document.objects.count() == 1
