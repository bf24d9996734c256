"""Whoever asks that a case goes first is written down; only the rule puts it first."""

from tests.web.casework.builders import World, submit, take
from tests.web.reader import Reader


def test_asking_is_written_down_and_changes_nothing_by_itself(world: World) -> None:
    number = submit(world).number
    version = take(world, number).version
    said = Reader(world, "officer").send(
        f"/work/cases/{number}/urgent/",
        asked_by="A member of parliament (invented)",
        words="It is important to the region.",
        version=version,
    )
    assert "No ground of the rule holds: the case keeps its place." in said
    assert "A member of parliament (invented)" in said


def test_the_form_says_what_asking_weighs_and_keeps_what_was_typed(
    world: World,
) -> None:
    number = submit(world).number
    version = take(world, number).version
    officer = Reader(world, "officer")
    assert "It is written down and weighs nothing." in officer.read(
        f"/work/cases/{number}/urgent/"
    )
    said = officer.send(
        f"/work/cases/{number}/urgent/",
        asked_by="",
        words="It is important to the region.",
        version=version,
    )
    assert "Say who asks" in said
    assert "It is important to the region." in said
