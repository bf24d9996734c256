"""Cases with hits, and words on them, as several tests need them."""

from django.conf import settings
from tests.web.casework.builders import END_USER, World, see, submit

from licet.screening import open_service_index
from licet.web.casework.services.screening import adjudication
from licet.web.casework.views import CaseView, HitView, Json

# A broker on the invented Entity List: one officer is enough below the highest tier.
BROKERS: Json = {
    "role": "end_user",
    "name": "Sable Wind Exploit Brokers",
    "country": "BR",
    "facts": {"type": "private_company"},
}


def listed_name() -> str:
    """The name of an entry whose measure is a freeze: it needs four eyes at every tier."""
    index = open_service_index(settings.LICET_STATE)
    return index.search(["Orlovets"], limit=1)[0].entity.names[0].text


def frozen_party(**changes: object) -> Json:
    return {**END_USER, "name": listed_name(), **changes}


def with_party(world: World, *parties: Json, who: str = "halden") -> str:
    """A submitted case with these parties."""
    return submit(world, who, parties={"parties": list(parties)}).number


def hits_of(world: World, number: str) -> list[HitView]:
    return [hit for one in see(world, number).screenings for hit in one.hits]


def first_hit(world: World, number: str) -> HitView:
    return hits_of(world, number)[0]


def say(
    world: World,
    number: str,
    verdict: str = "not_a_match",
    who: str = "officer",
    *,
    hit: str = "",
    reasons: str = "Another register number.",
    **more: object,
) -> CaseView:
    """One officer's word on the first hit of a case, or on the one named."""
    return adjudication.adjudicate_hit(
        by=world.actor(who),
        case=number,
        hit=hit or first_hit(world, number).id,
        verdict=verdict,
        reasons=reasons,
        version=None,
        **more,  # type: ignore[arg-type]  # as the test names them
    )


def second(
    world: World,
    number: str,
    who: str = "officer2",
    *,
    agrees: bool = True,
    hit: str = "",
    reasons: str = "I compared the registers myself.",
) -> CaseView:
    """A second officer's word."""
    return adjudication.confirm_hit(
        by=world.actor(who),
        case=number,
        hit=hit or first_hit(world, number).id,
        agrees=agrees,
        reasons=reasons,
        version=None,
    )


def settle(world: World, number: str, verdict: str = "not_a_match") -> None:
    """Every hit of a case decided, by two officers where two are needed."""
    for one in hits_of(world, number):
        say(world, number, verdict, hit=one.id)
    for one in hits_of(world, number):
        if one.standing == "awaiting_second":
            second(world, number, hit=one.id)
