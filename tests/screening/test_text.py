"""Names in any script become the same comparable words on every machine."""

# ruff: noqa: RUF001  # look-alike letters are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screening.algorithms import algorithm
from licet.screening.arabic import arabic_word, literal_word
from licet.screening.forms import LEGAL, MOST_WORDS, NAME, SMALL, TRADE, form, readings
from licet.screening.text import (
    LONGEST_NAME,
    fold,
    fold_later,
    skeleton,
    visible,
    words,
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ACME Łódź-Werke & Co.", ["acme", "lodz", "werke", "and", "co"]),
        ("Qa'im al-Din", ["qaim", "al", "din"]),
        ("L.L.C. Foo S.A.", ["llc", "foo", "sa"]),
        ("O.V. Doe", ["o", "v", "doe"]),
        ("FU YUAN YU8654", ["fu", "yuan", "yu", "8654"]),
        ("Ｆｕｌｌ ｗｉｄｔｈ", ["full", "width"]),
        ("Zero\u200bWidth \u202eoverride", ["zerowidth", "override"]),
        ("e\u0301cole", ["ecole"]),
        ("Tom~my", ["tom", "my"]),
        ("Пётр Щукин", ["petr", "shchukin"]),
        ("Αλέξης", ["alexis"]),
        ("Iv\u0430n", ["ivan"]),
        ("Вiктор", ["viktor"]),
        ("Ivan\u03bf", ["ivano"]),
        ("محمد عبدالرحمن", ["muhammad", "abd", "al", "rahman"]),
        ("القشاوي", ["al", "~qshaui"]),
        ("عبدقشاو", ["abd", "~qshau"]),
        ("شركة", ["sharikat"]),
        ("منظمة", ["munazzamat"]),
        ("١٢٣", ["123"]),
        ("ܐ", []),
        ("נועה", ["~nvh"]),
        ("", []),
    ],
)
def test_words_of_a_name(text: str, read: list[str]) -> None:
    assert words(text) == read


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("khaled", "halid"),
        ("yusuf", "youssef"),
        ("sergey", "siarhei"),
        ("qasem", "kassim"),
        ("schmidt", "shmidt"),
        ("abdullah", "abdallah"),
    ],
)
def test_romanisations_of_one_name_fold_together_or_keep_their_consonants(
    one: str, two: str
) -> None:
    assert (
        fold(one) == fold(two) or skeleton(fold(one))[-3:] == skeleton(fold(two))[-3:]
    )


def test_a_name_of_ten_megabytes_is_cut_not_choked_on() -> None:
    assert len(visible("a b" * 4_000_000)) == LONGEST_NAME
    assert len(form("word " * 2_000_000, person=False)[0]) == MOST_WORDS


@given(st.text())
def test_any_text_yields_plain_words(text: str) -> None:
    for word in words(text):
        assert word.isascii()
        assert word == word.lower()


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=30))
def test_hidden_characters_change_nothing(text: str) -> None:
    hidden = "\u200b".join(text)
    assert words(hidden) == words(visible(text))


def test_legal_forms_particles_and_trade_words_are_told_from_names() -> None:
    assert form("Acme Trading Limited Liability Company", person=False) == (
        ("acme", "trading", "limited", "liability", "company"),
        (NAME, TRADE, LEGAL, LEGAL, LEGAL),
    )
    assert form("Sheikh Omar", person=True)[1] == (SMALL, NAME)


def test_a_person_has_no_legal_form() -> None:
    assert form("Ao Patter", person=True)[1] == (NAME, NAME)
    assert form("Ao Patter", person=False)[1] == (LEGAL, NAME)
    assert words("A.B. Doe", person=True) == ["a", "b", "doe"]
    assert words("A.B. Doe") == ["ab", "doe"]


def test_a_name_of_nothing_but_small_words_keeps_its_weight() -> None:
    assert form("The Company Ltd", person=False)[1] == (NAME, NAME, NAME)


def test_a_family_name_before_a_comma_moves_behind() -> None:
    assert form("DOE, Ada Mary", person=True)[0] == ("ada", "mary", "doe")
    assert form("DOE, Ada, Mary", person=True)[0] == ("doe", "ada", "mary")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Abdulrahman", ("abd", "rahman")),
        ("Abdul Rahman", ("abd", "rahman")),
        ("Abdullah", ("abdullah",)),
        ("Jalaluddin", ("jalal", "din")),
        ("Shamsurrahman", ("shams", "rahman")),
    ],
)
def test_compound_names_are_split_as_lists_split_them(
    text: str, read: tuple[str, ...]
) -> None:
    assert form(text, person=True)[0] == read


def test_an_empty_form_has_no_classes() -> None:
    assert form("???", person=False) == ((), ())


def test_a_name_run_together_with_the_name_of_god_is_taken_apart() -> None:
    assert arabic_word("\u0628\u0634\u0646\u0627\u0644\u0644\u0647").endswith(" allah")


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        pytest.param("ياسرعزيزعباس", "yasir aziz abbas", id="names run together"),
        pytest.param("خضرعليطاه", "khidr ali ~tah", id="the last of them unknown"),
        pytest.param("إبراھیم", "ibrahim", id="letters of another keyboard"),
        pytest.param("عبدالرحمن", "abd al rahman", id="a servant of God"),
        pytest.param("ال", "al", id="the article alone"),
        pytest.param("بشارالاسد", "bashshar al asad", id="an article within"),
        pytest.param("قسطنطين", "~qstntin", id="no known name"),
    ],
)
def test_an_arabic_word_is_read_as_the_names_that_it_is_of(
    arabic: str, latin: str
) -> None:
    assert arabic_word(arabic) == latin


def test_a_body_is_read_both_translated_and_letter_by_letter() -> None:
    read = {
        form[0]
        for form in readings("مكتب الخدمات", person=False, algorithm=algorithm("v2"))
    }
    assert {words[0] for words in read} == {"office", "~mktb"}


def test_the_ending_of_the_first_of_two_nouns_is_heard() -> None:
    assert literal_word("عصبة") == "~asbt"
    assert literal_word("محمد") == arabic_word("محمد")


@pytest.mark.parametrize(
    "word", ["abderrahmane", "abdurahman", "abdulrahman", "abdirahman", "abdelrahman"]
)
def test_the_article_of_a_servant_is_heard_as_the_sound_that_follows(word: str) -> None:
    (read,) = readings(word, person=True, algorithm=algorithm("v2"))
    assert read[0][0] == "abd"
    assert fold_later(read[0][1]) == fold_later("rahman")


def test_a_person_of_an_assimilated_article_is_also_read_with_it_apart() -> None:
    read = readings("Zakarya Essabar", person=True, algorithm=algorithm("v2"))
    assert [form[0] for form in read] == [
        ("zakarya", "essabar"),
        ("zakarya", "al", "sabar"),
    ]
    assert len(readings("Essabar Ltd", person=False, algorithm=algorithm("v2"))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("bashshar", "bashar"), ("djamel", "jamal"), ("nikolajevitj", "nikolayevich")],
)
def test_one_name_in_two_spellings_folds_alike(one: str, other: str) -> None:
    assert fold_later(one) == fold_later(other)


@pytest.mark.parametrize(("one", "other"), [("zahid", "zahir"), ("saja", "sha")])
def test_two_names_do_not_fold_alike(one: str, other: str) -> None:
    assert fold_later(one) != fold_later(other)
