"""The way of a case from the first section to the licence, through the services alone."""

from tests.web.casework.builders import (
    World,
    advise_all,
    condition,
    decide,
    draft_of,
    granted,
    refused,
    see,
    submit,
    take,
)


def test_submission_computes_law_screening_and_criteria(world: World) -> None:
    case = submit(world)
    assert case.state == "triage"
    governing = [one for one in case.determinations if one.governing]
    assert [one.outcome for one in governing] == ["authorisation_required"]
    assert {one.regime for one in case.determinations} == {"meridia/national", "us/ear"}
    assert {one.role for one in case.screenings} == {"exporter", "end_user"}
    assert case.criteria


def test_a_bank_gets_a_licence_with_typed_conditions(world: World) -> None:
    case = granted(
        world,
        condition("operation_logging", months="24", days="5"),
        condition("named_operators", operators="Annex A"),
        condition("no_onward_transfer"),
        condition("activation_log", days="3"),
    )
    assert case.state == "granted_with_conditions"
    assert case.licence is not None
    assert case.licence.state == "issued"
    assert case.licence.document
    assert len(case.licence.conditions) == 4


def test_a_refusal_names_its_grounds_and_makes_no_licence(world: World) -> None:
    case = refused(world)
    assert case.state == "refused"
    assert case.decision is not None
    assert case.decision.grounds
    assert case.licence is None
    assert case.decision.letters[0].document


def test_a_plain_grant_carries_no_conditions(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    advise_all(world, case.number)
    assert decide(world, case.number, draft_of("grant")).state == "granted"
    assert see(world, case.number).licence is not None
