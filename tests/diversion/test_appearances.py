"""Where one entity turns up."""

from licet.diversion import Appearance, by_entity, cases_of, in_several_cases


def appears(entity: str, case: str, party: str = "p") -> Appearance:
    return Appearance(entity=entity, case=case, party=party, role="end user")


HELD = [appears("b", "2"), appears("a", "2"), appears("a", "1"), appears("a", "1")]


def test_parties_are_brought_together_by_entity_each_once() -> None:
    assert by_entity(HELD) == {
        "a": (appears("a", "1"), appears("a", "2")),
        "b": (appears("b", "2"),),
    }
    assert list(by_entity(HELD)) == ["a", "b"]


def test_the_cases_of_an_entity_are_told_in_order() -> None:
    assert cases_of(HELD, "a") == ("1", "2")
    assert cases_of(HELD, "nowhere") == ()


def test_an_entity_in_one_case_alone_is_left_out() -> None:
    twice = [*HELD, appears("b", "2", party="q")]
    assert list(in_several_cases(twice)) == ["a"]
