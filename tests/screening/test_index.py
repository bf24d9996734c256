"""What a search finds, in what order, and why."""

# ruff: noqa: RUF001  # look-alike letters are what is tested

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.screening import (
    DEFAULT_ALGORITHM,
    Entity,
    Identifier,
    Index,
    Kind,
    Name,
    Question,
    Strength,
    UnknownAlgorithmError,
    build_index,
    threshold,
)
from licet.screening.calibrate import probability, sums, trees
from licet.screening.score import EVIDENCE


def entry(
    number: str, *names: str, kind: Kind = Kind.UNKNOWN, **more: object
) -> Entity:
    return Entity(
        id=f"x:{number}",
        source="x",
        kind=kind,
        names=tuple(Name(text=name) for name in names),
        **more,  # type: ignore[arg-type]
    )


LISTED = (
    entry("1", "Quorvex Intrusion Systems Ltd.", "Quorvex", kind=Kind.ORGANISATION),
    entry("2", "VOSKRANEV, Dmitar Ilyovich", kind=Kind.PERSON, birth_dates=("1979-04-17",),
          countries=("RU",), identifiers=(Identifier(kind="Passport", value="99 00-17788"),)),
    entry("3", "برام قشاوي", kind=Kind.PERSON),
    entry("4", "Institute No. 88 for Signal Studies", kind=Kind.ORGANISATION),
    entry("5", "Longshade Software AD", kind=Kind.ORGANISATION),
    entry("6", "J. Haldane", kind=Kind.PERSON),
    entry("7", "MERRIBANK 8654", kind=Kind.VESSEL),
    entry("8", "Сергей Владимирович ВОРСКОВ", kind=Kind.PERSON),
    entry("9", "???", identifiers=(Identifier(kind="IMO", value="9900178"),)),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(LISTED, versions={"x": "2026"})


def best(index: Index, name: str, **known: object) -> str:
    hits = index.search([name], **known)  # type: ignore[arg-type]
    return hits[0].entity.id if hits else ""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Quorvex Intrusion Systems Ltd.", "x:1"),
        ("QUORWEX INTRUSION SISTEMS", "x:1"),
        ("Quorvex Intrusion Systems OOO", "x:1"),
        ("Quor vex Intrusion", "x:1"),
        ("QuorvexIntrusion Systems", "x:1"),
        ("Systems Intrusion Quorvex", "x:1"),
        ("Dmitar Voskranev", "x:2"),
        ("D. I. Voskranev", "x:2"),
        ("Дмитар Восkранев", "x:2"),
        ("VoskranevDmitar", "x:2"),
        ("Baram Qishawi", "x:3"),
        ("برام القشاوي", "x:3"),
        ("Long Shade Software", "x:5"),
        ("Jonathan Haldane", "x:6"),
        ("Merribank 8654", "x:7"),
        ("Siarhei Uladzimiravich Vorskau", "x:8"),
    ],
)
def test_a_listed_party_is_found_first(index: Index, name: str, found: str) -> None:
    assert best(index, name) == found


def test_an_unknown_name_finds_nothing_worth_an_officers_time(index: Index) -> None:
    for name in ("Wilhelmina Parsnip Bakeries", "Merribank 1111", "", "???"):
        hits = index.search([name])
        assert all(hit.score < threshold(DEFAULT_ALGORITHM) for hit in hits), name


def test_one_is_reached_only_by_the_same_words(index: Index) -> None:
    same = index.search(["SYSTEMS Quorvex intrusion, Ltd"])[0]
    near = index.search(["Quorvex Intrusion System Ltd"])[0]
    assert same.score == 1
    assert near.score < 1


def test_every_hit_says_why_in_words_and_as_data(index: Index) -> None:
    hit = index.search(["D. Ilyovich Vosskranev Jr"])[0]
    kinds = {part.kind for part in hit.parts}
    assert kinds == {"initial", "exact", "edit", "missing"} or "fold" in kinds
    data = hit.to_json()
    assert data["score"] == f"{hit.score:.4f}"
    assert data["list_version"] == "2026"
    assert data["algorithm"] == DEFAULT_ALGORITHM
    assert "jr is not in the entry" in hit.words


def test_words_only_in_the_entry_are_said(index: Index) -> None:
    hit = index.search(["Quorvex Intrusion"])[0]
    assert ("", "systems", "extra") in {(p.query, p.entry, p.kind) for p in hit.parts}
    assert "the entry also has systems" in hit.words


def test_joined_words_are_explained_as_joined(index: Index) -> None:
    hit = index.search(["Long Shade Software AD"])[0]
    assert any(
        (p.query, p.entry, p.kind) == ("long shade", "longshade", "joined")
        for p in hit.parts
    )
    assert "written together or apart" in hit.words


def test_a_hit_by_small_words_alone_still_has_a_sentence() -> None:
    index = build_index([entry("1", "The Ltd")])
    assert "the same word" in index.search(["the ltd"])[0].words


def test_birth_dates_countries_kinds_and_numbers_move_a_hit(index: Index) -> None:
    name = "Dmitar Voskraneff"
    plain = index.search([name])[0].score
    moved = {
        "agree": index.search([name], birth_dates=["1979"])[0],
        "near": index.search([name], birth_dates=["1980-01-01"])[0],
        "differ": index.search([name], birth_dates=["1950"])[0],
        "home": index.search([name], countries=["RU"])[0],
        "abroad": index.search([name], countries=["BR"])[0],
        "number": index.search([name], identifiers=["990017788"])[0],
    }
    assert moved["differ"].score < moved["abroad"].score < plain == moved["near"].score
    assert plain < moved["home"].score < moved["agree"].score < moved["number"].score
    assert moved["differ"].qualifiers == ("the birth date differs (1979-04-17)",)
    assert moved["number"].qualifiers == ("the same identifying number",)


def test_a_known_number_finds_its_party_under_any_name(index: Index) -> None:
    hit = index.search(["Somebody Else"], identifiers=["99-0017788"])[0]
    assert hit.entity.id == "x:2"
    assert hit.qualifiers[0] == "the same identifying number"
    assert hit.score >= threshold(DEFAULT_ALGORITHM)
    both = index.search(["Dmitar Voskranev"], identifiers=["990017788"])[0]
    assert both.score >= hit.score
    assert not index.search(["Somebody Else"], identifiers=["9900178", "12"])


def test_a_weak_name_counts_for_less() -> None:
    def listed(strength: Strength) -> Index:
        return build_index(
            [
                Entity(
                    id="x:1",
                    source="x",
                    kind=Kind.PERSON,
                    names=(Name(text="Grey Heronwald", strength=strength),),
                )
            ]
        )

    weak = listed(Strength.WEAK).search(["Grey Heronvald"])[0]
    strong = listed(Strength.STRONG).search(["Grey Heronvald"])[0]
    assert weak.score < strong.score
    assert "the list calls this name weak" in weak.qualifiers


def test_the_kind_of_party_tells_apart() -> None:
    index = build_index([entry("1", "Solvane Marr", kind=Kind.ORGANISATION)])
    as_person = index.search(["Solvana Marr"], kind="person")[0]
    as_firm = index.search(["Solvana Marr"], kind=Kind.ORGANISATION)[0]
    assert as_person.score < as_firm.score
    assert "the entry is a organisation" in as_person.qualifiers or as_person.qualifiers


def test_all_names_of_a_party_are_asked(index: Index) -> None:
    hits = index.search(["Nobody Known", "Quorvex"])
    assert hits[0].query_name == "Quorvex"
    turned = index.search(["Quorvex", "Quorvex Systems"])
    assert turned[0].query_name == "Quorvex"


def test_an_unknown_algorithm_is_refused() -> None:
    with pytest.raises(UnknownAlgorithmError, match="Known: v1") as raised:
        build_index([], algorithm="v0")
    assert raised.value.code == "algorithm_unknown"
    with pytest.raises(UnknownAlgorithmError):
        threshold("v9")


def test_an_empty_index_answers_with_nothing() -> None:
    index = build_index([])
    assert len(index) == 0
    assert index.search(["Anybody"]) == ()
    assert index.search([]) == ()


def test_the_best_hits_come_first_and_no_more_than_asked(index: Index) -> None:
    hits = index.search(["Quorvex Longshade Systems Software"], limit=2)
    assert len(hits) <= 2
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


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
        "kestrel",
        "seaglass",
        "trading",
        "software",
    ]
)
NAMES = st.lists(WORDS, min_size=2, max_size=4, unique=True).map(" ".join)


@settings(max_examples=30)
@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), NAMES, NAMES)
def test_adding_an_alias_never_lowers_a_score(
    listed: list[str], alias: str, asked: str
) -> None:
    before = [entry(str(n), name) for n, name in enumerate(listed)]
    after = [entry("0", listed[0], alias), *before[1:]]

    def score(entities: list[Entity]) -> float:
        hits = build_index(entities).search([asked], limit=100)
        return max((h.score for h in hits if h.entity.id == "x:0"), default=0.0)

    assert score(after) >= score(before)


@settings(max_examples=30)
@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), NAMES, st.randoms())
def test_the_order_of_words_changes_no_score(
    listed: list[str], asked: str, chance: object
) -> None:
    index = build_index([entry(str(n), name) for n, name in enumerate(listed)])
    turned = asked.split()
    chance.shuffle(turned)  # type: ignore[attr-defined]

    def found(name: str) -> dict[str, float]:
        # Below the threshold a word may also meet two neighbours written together.
        hits = index.search([name], limit=100)
        return {
            h.entity.id: h.score
            for h in hits
            if h.score >= threshold(DEFAULT_ALGORITHM)
        }

    assert found(asked) == found(" ".join(turned))


INDEX = build_index(LISTED)


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    for hit in INDEX.search([text]):
        assert 0 <= hit.score <= 1


def test_a_question_of_ten_megabytes_is_answered(index: Index) -> None:
    assert index.search(["Quorvex " + "x" * 10_000_000])


def test_more_evidence_never_lowers_the_score() -> None:
    model = trees(DEFAULT_ALGORITHM)
    base = np.full((1, len(EVIDENCE)), 0.5, np.float32)
    for item in ("asked_covered", "listed_covered", "letters_alike", "shared_weight"):
        steps = np.repeat(base, 11, axis=0)
        steps[:, EVIDENCE.index(item)] = np.linspace(0, 1, 11)
        assert (np.diff(sums(steps, model)) >= -1e-5).all(), item
    for item in ("asked_left_heaviest", "asked_left", "kind_differs"):
        steps = np.repeat(base, 11, axis=0)
        steps[:, EVIDENCE.index(item)] = np.linspace(0, 1, 11)
        assert (np.diff(sums(steps, model)) <= 1e-5).all(), item
    assert (np.diff(probability(np.linspace(-12, 12, 50), model)) >= 0).all()


def test_blocks_and_single_questions_answer_alike(index: Index) -> None:
    questions = [
        Question(names=(name,)) for name in ("Quorvex", "Voskranev", "Longshade") * 400
    ]
    together = index.rank(questions)
    assert [s.score for s in together[0]] == [
        s.score for s in index.rank(questions[:1])[0]
    ]
    assert len(together) == 1200


def test_an_entry_comes_back_as_it_was_stored() -> None:
    index = build_index(LISTED)
    assert index.built.entity(1) == LISTED[1]
    assert index.built.entity_id(1) == "x:2"
