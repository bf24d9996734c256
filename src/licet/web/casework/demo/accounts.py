"""Accounts, teams, posts and delegations of the invented authority."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from ruamel.yaml import YAML

from licet.web.casework.access import Actor
from licet.web.casework.models import Person
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.people import actor_of_person
from licet.web.casework.services.people import posts

YEARS_OF_SERVICE = timedelta(days=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account as it is printed: who, for whom, with which address."""

    key: str
    name: str
    email: str
    does: str
    staff: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody, and the organisations, by the keys of ``people.yaml``."""

    people: Mapping[str, str]
    organisations: Mapping[str, str]
    contacts: Mapping[str, str]
    accounts: tuple[Account, ...]
    password: str

    def actor(self, key: str) -> Actor:
        """The actor behind a key, with today's posts."""
        return actor_of_person(Person.objects.get(pk=self.people[key]))


def read(name: str) -> dict[str, Any]:
    """One of the data files of the demo."""
    text = (files("licet.web.casework.demo") / name).read_text("utf-8")
    data: dict[str, Any] = YAML(typ="safe").load(text)
    return data


def make_cast() -> Cast:
    """Make everybody, with one password made now and a second factor for staff."""
    data, password = read("people.yaml"), secrets.token_urlsafe(12)
    for team in data["teams"]:
        posts.found_team(
            code=team["code"], name=f"{team['name']} (invented)", kind=team["kind"]
        )
    people = {
        row["key"]: posts.open_account(
            email=row["email"], name=row["name"], password=None
        )
        for row in (*data["people"], *_contacts(data))
    }
    # Hashing is slow on purpose; one password needs it once.
    Person.objects.filter(pk__in=people.values()).update(
        password=make_password(password)
    )
    _give_posts(data, people)
    _delegate(data, people)
    organisations = {
        body["key"]: posts.enter_organisation(
            name=f"{body['name']} (invented)",
            country=body["country"],
            registration=body["registration"],
            contacts=tuple(people[one["key"]] for one in body["contacts"]),
        ).id
        for body in data["organisations"]
    }
    return Cast(
        people=people,
        organisations=organisations,
        contacts={
            body["key"]: body["contacts"][0]["key"] for body in data["organisations"]
        },
        accounts=tuple(_accounts(data)),
        password=password,
    )


def _contacts(data: Mapping[str, Any]) -> list[dict[str, str]]:
    return [one for body in data["organisations"] for one in body["contacts"]]


def _give_posts(data: Mapping[str, Any], people: Mapping[str, str]) -> None:
    first = legal_day(now()) - YEARS_OF_SERVICE
    for row in data["people"]:
        for role in row["roles"]:
            posts.give_post(
                person=people[row["key"]],
                team=row["team"],
                role=role,
                first=first,
                reports_to=people.get(row.get("reports_to", ""), ""),
            )
        TOTP.activate(Person.objects.get(pk=people[row["key"]]), generate_totp_secret())


def _delegate(data: Mapping[str, Any], people: Mapping[str, str]) -> None:
    today = legal_day(now())
    for line in data["delegations"]:
        last = today + timedelta(days=line["days"] - line["days_back"])
        posts.delegate(
            holder=people[line["holder"]],
            acts=tuple(line["acts"]),
            highest_tier=line["highest_tier"],
            first=today,  # never backwards
            last=last,
            instrument=line["instrument"],
        )


def _accounts(data: Mapping[str, Any]) -> list[Account]:
    teams = {team["code"]: team["name"] for team in data["teams"]}
    staff = [
        Account(
            key=row["key"],
            name=row["name"],
            email=row["email"],
            does=f"{', '.join(row['roles']) or 'member'} ({teams[row['team']]})",
            staff=True,
        )
        for row in data["people"]
    ]
    exporters = [
        Account(
            key=one["key"],
            name=one["name"],
            email=one["email"],
            does=f"exporter ({body['name']})",
            staff=False,
        )
        for body in data["organisations"]
        for one in body["contacts"]
    ]
    return [*staff, *exporters]
