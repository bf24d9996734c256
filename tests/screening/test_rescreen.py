"""A list change touches the parties it concerns, and nobody is missed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screening import (
    DEFAULT_ALGORITHM,
    Alert,
    Entity,
    Identifier,
    Index,
    Kind,
    Name,
    Party,
    Question,
    UnknownSourceError,
    UnknownVersionError,
    build_index,
    changes,
    entries_changed,
    index_parties,
    list_delta,
    open_service_index,
    rescreen,
    rescreen_within,
    sync,
    threshold,
)


def entry(number: int, name: str) -> Entity:
    return Entity(
        id=f"x:{number}", source="x", kind=Kind.UNKNOWN, names=(Name(text=name),)
    )


def party(reference: str, name: str) -> Party:
    return Party(reference=reference, question=Question(names=(name,)))


def test_entries_that_came_went_or_read_differently_are_told() -> None:
    old = [entry(1, "Quorvex"), entry(2, "Longshade"), entry(3, "Tarnhelm")]
    new = [entry(1, "Quorvex"), entry(2, "Long Shade"), entry(4, "Sablewind")]
    touched, found = entries_changed(old, new)
    assert [e.id for e in touched] == ["x:2", "x:4"]
    assert (found.added, found.removed, found.changed) == (("x:4",), ("x:3",), ("x:2",))
    assert found
    assert not changes({"a": "1"}, {"a": "1"})


def test_only_the_party_concerned_gets_an_alert() -> None:
    weights = build_index([entry(1, "Quorvex")]).weights
    parties = index_parties(
        [party("p1", "Halden Security"), party("p2", "Sablewind Brokers")]
    )
    (alert,) = rescreen(
        parties,
        [entry(4, "Sable Wind Brokers LLC")],
        weights=weights,
        versions={"x": "2"},
    )
    assert alert.reference == "p2"
    assert alert.hit.list_version == "2"
    assert rescreen(parties, [], weights=weights) == ()
    assert rescreen(parties, [entry(5, "Marrowgate")], weights=weights) == ()


def test_weights_given_as_a_plain_table_count_the_same() -> None:
    whole = build_index([entry(1, "Quorvex"), entry(2, "Sablewind")]).weights
    plain = dict(whole.items())
    assert len(plain) == len(whole)
    parties = index_parties([party("p2", "Sablewind Brokers")])
    changed = [entry(4, "Sable Wind Brokers LLC")]
    assert rescreen(parties, changed, weights=plain) == rescreen(
        parties, changed, weights=whole
    )


WORDS = st.sampled_from(
    [
        "quorvex",
        "tarnhelm",
        "sablewind",
        "marrowgate",
        "voskranev",
        "ilyo",
        "dmitar",
        "brantov",
        "petra",
        "halden",
        "vigil",
        "lumen",
        "orchard",
        "trading",
        "software",
        "group",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(" ".join)


@settings(max_examples=30)
@given(
    st.lists(NAMES, min_size=1, max_size=8),
    st.lists(NAMES, min_size=1, max_size=4),
    st.lists(NAMES, min_size=1, max_size=8),
)
def test_rescreening_the_change_equals_screening_everything(
    kept: list[str], came: list[str], names: list[str]
) -> None:
    old = [entry(n, name) for n, name in enumerate(kept)]
    new = [*old, *(entry(100 + n, name) for n, name in enumerate(came))]
    weights = build_index(old).weights
    parties = [party(f"p{n}", name) for n, name in enumerate(names)]
    touched, _ = entries_changed(old, new)
    ids = {e.id for e in touched}
    whole = build_index(new, weights=weights)
    full = {
        (p.reference, hit.entity.id, hit.score)
        for p in parties
        for hit in whole.search(p.question.names, limit=100)
        if hit.entity.id in ids and hit.score >= threshold(DEFAULT_ALGORITHM)
    }
    quick = {
        (alert.reference, alert.hit.entity.id, alert.hit.score)
        for alert in rescreen(index_parties(parties), touched, weights=weights)
    }
    assert quick == full


def full(
    parties: list[Party], whole: Index, ids: set[str]
) -> list[tuple[str, str, float, str]]:
    """What searching every party says of some entries."""
    hits = whole.search_all([one.question for one in parties])
    return sorted(
        (one.reference, hit.entity.id, hit.score, hit.words)
        for one, found in zip(parties, hits, strict=True)
        for hit in found
        if hit.entity.id in ids and hit.score >= threshold(DEFAULT_ALGORITHM)
    )


def told(alerts: tuple[Alert, ...]) -> list[tuple[str, str, float, str]]:
    return sorted(
        (one.reference, one.hit.entity.id, one.hit.score, one.hit.words)
        for one in alerts
    )


@settings(max_examples=30)
@given(
    st.lists(NAMES, min_size=1, max_size=30),
    st.lists(NAMES, min_size=1, max_size=4),
    st.lists(NAMES, min_size=1, max_size=8),
)
def test_within_everything_in_service_the_delta_says_what_a_full_search_says(
    kept: list[str], came: list[str], names: list[str]
) -> None:
    old = [entry(n, name) for n, name in enumerate(kept)]
    new = [*old, *(entry(100 + n, name) for n, name in enumerate(came))]
    whole = build_index(new)
    parties = [party(f"p{n}", name) for n, name in enumerate(names)]
    touched, _ = entries_changed(old, new)
    alerts = rescreen_within(index_parties(parties), touched, whole=whole)
    assert told(alerts) == full(parties, whole, {e.id for e in touched})


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        pytest.param("Sable Wynd", "Sablewind", id="two-words-for-one-misspelt"),
        pytest.param("Sablewynd", "Sable Wind", id="one-word-for-two-misspelt"),
        pytest.param("\uae40\uc815\uc6b0", "Gim Jeong U", id="hangul-as-the-south"),
        pytest.param("\uae40\uc815\uc6b0", "Kim Chong-u", id="hangul-as-the-north"),
        pytest.param("I. Voskranev", "Ilyo Voskranev", id="an-initial"),
        pytest.param("Sa Trading", "Sa Group", id="a-legal-form-that-is-a-name"),
    ],
)
def test_whoever_a_full_search_reaches_the_delta_reaches(
    asked: str, listed: str
) -> None:
    whole = build_index([entry(1, "Quorvex"), entry(2, listed)])
    for kind in (None, Kind.PERSON):
        one = Party(reference="p", question=Question(names=(asked,), kind=kind))
        alerts = rescreen_within(index_parties([one]), [entry(2, listed)], whole=whole)
        assert told(alerts) == full([one], whole, {"x:2"})


def test_a_party_is_reached_by_its_number_whatever_its_name() -> None:
    listed = Entity(
        id="x:1",
        source="x",
        kind=Kind.UNKNOWN,
        names=(Name(text="Quorvex"),),
        identifiers=(Identifier(kind="passport", value="AB 12345"),),
    )
    known = Question(names=("Halden",), identifiers=("ab-12345", "1"))
    parties = index_parties([Party(reference="p1", question=known)])
    whole = build_index([listed])
    (alert,) = rescreen_within(parties, [listed], whole=whole)
    assert alert.hit.score > 0.9
    assert rescreen_within(parties, [], whole=whole) == ()
    assert rescreen_within(index_parties([]), [listed], whole=whole) == ()


def publish(folder: Path, names: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    lines = [
        {"id": number, "schema": "Company", "properties": {"name": [name]}}
        for number, name in names.items()
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "list.jsonl").write_text(text, "utf-8")


STEPS = [
    {"1": "Quorvex Trading", "2": "Longshade Group"},
    {"1": "Quorvex Trading", "2": "Long Shade Group", "3": "Sablewind Brokers"},
    {"1": "Quorvex Tradings", "3": "Sablewind Brokers", "4": "Halden Orchard"},
    {"4": "Halden Orchards", "5": "Voskranev Institute"},
]


def test_step_by_step_and_at_once_the_delta_equals_a_full_rescreen(
    tmp_path: Path,
) -> None:
    names = ["Quorvex", "Long Shade", "Sable Wind Broker", "Halden Orchard", "Lumen"]
    parties = [party(f"p{n}", name) for n, name in enumerate(names)]
    held = index_parties(parties)
    state, at = tmp_path / "state", datetime(2026, 3, 1, tzinfo=UTC)
    versions: list[str] = []
    for names_now in STEPS:
        publish(tmp_path / "in", names_now)
        at += timedelta(days=1)
        (done,) = sync(tmp_path / "in", state, at=at, accept_loss=("ftm",))
        whole = open_service_index(state)
        for older in ["", *versions]:
            delta = list_delta(state, "ftm", older=older)
            alerts = rescreen_within(held, delta.touched, whole=whole)
            ids = {*delta.changes.added, *delta.changes.changed}
            assert told(alerts) == full(parties, whole, ids)
            assert {one.id for one in delta.removed} == {*delta.changes.removed}
            assert alerts
        versions.append(done.version)
    with pytest.raises(UnknownVersionError):
        list_delta(state, "ftm", older="lost")
    with pytest.raises(UnknownSourceError):
        list_delta(state, "xx", older="")
