"""Looking for a party across exporters: its cases, licences, and entries of registers."""

from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from licet.diversion import name_key, number_key
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import (
    OwnershipEntity,
    OwnershipLine,
    OwnershipMark,
    OwnershipSet,
    PartyMark,
)
from licet.web.casework.ownership.gathering import NAME, NUMBER, serving_sets
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.ownership.network import (
    MOST_CASES,
    MOST_MARKS,
    cases_of,
    like_case,
    newest_marks,
)
from licet.web.casework.views import Json, NeighbourView, PartyHitView

MOST_BODIES = 25
_MOST_NEAR = 20
_SHORTEST = 3


def party(*, viewer: Actor, text: str) -> PartyHitView:
    """What is known of a party: its cases, licences, and entries of registers with neighbours.

    Args:
        viewer: Who asks.
        text: A name, the beginning of one in whole words, or a register number.

    Raises:
        NotAllowedError: No role of the person may see other exporters' cases.
        InvalidInputError: Fewer than three letters or digits.
    """
    require(viewer, "see_network")
    name, number = name_key(text), number_key(text)
    if len(name.replace(" ", "")) < _SHORTEST:
        raise InvalidInputError({"text": "Give at least three letters or digits."})
    wanted = Q(kind=NAME, value=name) | Q(kind=NAME, value__startswith=f"{name} ")
    if number:
        wanted |= Q(kind=NUMBER, value=number)
    marks = list(
        newest_marks()
        .filter(wanted, case__in=visible_cases(viewer))
        .order_by("-pk")[:MOST_MARKS]
    )
    ties = _ties(text, marks)
    shown = list(ties)[:MOST_CASES]
    return PartyHitView(
        asked=text,
        cases=tuple(
            like_case(row, tuple(ties[row.pk].values()))
            for row in cases_of(viewer, shown)
        ),
        more=len(ties) - len(shown),
        bodies=_bodies(wanted),
    )


def _ties(
    text: str, marks: Sequence[PartyMark]
) -> dict[object, dict[tuple[str, str], Json]]:
    """What ties each case to what was asked, once for each kind and party."""
    ties: dict[object, dict[tuple[str, str], Json]] = {}
    for one in marks:
        ties.setdefault(one.case_id, {}).setdefault(
            (one.kind, one.party),
            {
                "kind": one.kind,
                "here": text,
                "here_role": "",
                "there": one.party,
                "there_role": one.role,
                "words": _("%(party)s, %(role)s")
                % {"party": one.party, "role": one.role.replace("_", " ")},
            },
        )
    return ties


def _bodies(wanted: Q) -> tuple[NeighbourView, ...]:
    """Entries of the sets in service under a name or number, with who stands beside them."""
    sets = {row.pk: row for row in serving_sets()}
    marks = OwnershipMark.objects.filter(wanted, set__in=list(sets)).order_by("pk")
    found: dict[tuple[int, str], None] = dict.fromkeys(
        marks.values_list("set", "entity")[: MOST_BODIES * 4]
    )
    return tuple(
        _neighbour(sets[pk], entity) for pk, entity in list(found)[:MOST_BODIES]
    )


def _neighbour(held: OwnershipSet, entity: str) -> NeighbourView:
    row = OwnershipEntity.objects.filter(set=held, entity=entity).get()
    lines = OwnershipLine.objects.filter(set=held)
    above = lines.filter(owned=entity).values_list("owner", flat=True)
    below = lines.filter(owner=entity).values_list("owned", flat=True)
    up, down = list(above[:_MOST_NEAR]), list(below[:_MOST_NEAR])
    names: Mapping[str, str] = dict(
        OwnershipEntity.objects.filter(set=held, entity__in=[*up, *down]).values_list(
            "entity", "name"
        )
    )
    return NeighbourView(
        source=held.source,
        entity=entity,
        name=row.name,
        kind=row.kind,
        countries=tuple(row.countries),
        identifiers=tuple(row.identifiers),
        addresses=tuple(row.addresses),
        above=tuple(dict.fromkeys(names.get(one, one) for one in up)),
        below=tuple(dict.fromkeys(names.get(one, one) for one in down)),
    )
