"""Role x team x standing x marking: one table, and this test made from it, row by row."""

from itertools import product

import pytest

from licet.web.casework.rights.policy import (
    CASE_MARKINGS,
    READS,
    SYSTEM,
    Actor,
    cleared,
    reads_marked,
)

ROLES = {
    "exporter": ("exporter",),
    "authority": ("officer", "manager", "countersigner"),
    "agency": ("agency",),
    "customs": ("customs",),
    "inspector": ("inspector",),
    "appeal": ("appeal_manager", "appeal_reviewer"),
    "audit": ("auditor",),
}
CLEARANCES = ("official", "restricted", "confidential")


def expected(
    side: str, marking: str, clearance: str, *, standing: bool, own: bool
) -> bool:
    """What the row says, in words of its own and not by the function that is tested."""
    if not standing:
        return False
    match READS[side][marking]:
        case "yes":
            return True
        case "cleared":
            order = ("official", "restricted", "confidential")
            return order.index(marking) <= order.index(clearance)
        case "own":
            return own
        case _:
            return False


def test_the_table_speaks_of_every_side_and_marking() -> None:
    assert set(READS) == set(ROLES)
    assert all(tuple(row) == CASE_MARKINGS for row in READS.values())


@pytest.mark.parametrize(
    ("side", "role"),
    [
        pytest.param(side, role, id=role)
        for side, roles in ROLES.items()
        for role in roles
    ],
)
def test_what_a_role_reads_is_what_its_row_says(side: str, role: str) -> None:
    for marking, clearance, standing, own in product(
        CASE_MARKINGS, CLEARANCES, (True, False), (True, False)
    ):
        viewer = Actor(
            id="p",
            name="P",
            roles=frozenset({role}),
            teams=frozenset({"OWN"}),
            clearance=clearance,
        )
        found = reads_marked(
            viewer, marking, standing=standing, team="OWN" if own else "OTHER"
        )
        wanted = expected(side, marking, clearance, standing=standing, own=own)
        assert found is wanted, (marking, clearance, standing, own)


def test_two_roles_read_what_either_reads() -> None:
    both = Actor(id="p", name="P", roles=frozenset({"officer", "auditor"}))
    assert reads_marked(both, "agency_only", standing=True, team="DS")


def test_nobody_unknown_reads_anything_and_no_marking_is_the_highest() -> None:
    nobody = Actor(id="", name="", roles=frozenset({"public"}))
    policy = Actor(id="p", name="P", roles=frozenset({"policy"}))
    officer = Actor(
        id="p", name="P", roles=frozenset({"officer"}), clearance="confidential"
    )
    assert not reads_marked(nobody, "open", standing=True)
    assert not reads_marked(policy, "open", standing=True)
    assert not reads_marked(officer, "cosmic", standing=True)
    assert not cleared(officer, "cosmic")
    odd = Actor(id="p", name="P", roles=frozenset({"officer"}), clearance="odd")
    assert not reads_marked(odd, "restricted", standing=True)
    assert reads_marked(SYSTEM, "confidential", standing=False)
