"""``licet regime open`` and ``drafts``: a draft is opened whole or not at all, by the words of the how-to."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import typer
from django.db import DatabaseError
from tests.regimes.small import DAY, FILES, RULES
from tests.web.casework.draft_laws import DRAFT_FILES, law_of
from typer.testing import CliRunner, Result

from licet.cli import regime as command
from licet.cli.drafting import comparison
from licet.cli.main import build_app
from licet.determination import OutcomeChange, OutcomeKind, SolverMissingError
from licet.facts import FactKind, FactTerm
from licet.kernel import ImpossibleDateError, InputError
from licet.regimes import SHIPPED, UnknownRegimeError
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import Draft, LedgerRow
from licet.web.casework.services.law import drafts as services

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "open-a-draft.md"
pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "law" / "test" / "small"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "CHANGES.md").write_text("# Notes\n\nNothing yet.\n", "utf-8")
    return tmp_path / "law"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    folder = tmp_path / "draft"
    folder.mkdir()
    for name, text in DRAFT_FILES.items():
        (folder / name).write_text(text, "utf-8")
    (folder / ".notes").write_text("mine", "utf-8")
    return folder


def run(*args: str) -> Result:
    app = typer.Typer()
    command.register(app)
    return CliRunner().invoke(app, ["regime", *args])


def opening(draft: Path, root: Path, *more: str, until: str = "2999-12-31") -> Result:
    return run(
        "open", str(draft), "--against", "test/small", "--root", str(root),
        "--until", until, *more,
    )  # fmt: skip


def test_a_draft_is_opened_with_its_comparison_and_listed(
    draft: Path, root: Path
) -> None:
    assert "No draft was opened." in run("drafts").output
    done = opening(draft, root, "--title", "Fewer friends", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["title"] == "Fewer friends"
    assert told["solver"] == "answered"
    assert told["outcomes"] > 0
    assert told["files"] == sorted(FILES)
    assert len(told["commitment"]) == 64
    kept = Draft.objects.get()
    assert kept.files == DRAFT_FILES
    assert (kept.slug, kept.by) == (told["slug"], "system")
    (listed,) = json.loads(run("drafts", "--json").stdout)
    assert listed["slug"] == kept.slug
    assert f"{kept.slug}: open, until 2999-12-31" in run("drafts").output


def test_what_was_done_is_told_in_lines(draft: Path, root: Path) -> None:
    said = opening(draft, root, "--on", "2027-06-01").output
    assert "open for comment until the end of 2999-12-31" in said
    assert "against test/small as of 2027-06-01" in said
    assert "ledger commitment" in said
    assert Draft.objects.get().title == "An invented law"
    assert Draft.objects.get().compared_on == date(2027, 6, 1)


def test_a_draft_without_the_solver_is_opened_and_says_so(
    draft: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise SolverMissingError

    monkeypatch.setattr(comparison, "changed_outcomes", missing)
    said = opening(draft, root).output
    assert "solver: missing; the page says so" in said
    assert Draft.objects.get().comparison["solver"] == "missing"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("law: {pinpoint: Art. 3}", "", "no citation", id="form"),
        pytest.param("destination: VN}}\n      - {holds: false", "destination: CA}}\n      - {holds: false", "it does not", id="example"),
    ],
)  # fmt: skip
def test_a_draft_that_is_not_whole_is_not_opened(
    draft: Path, root: Path, old: str, new: str, words: str
) -> None:
    (draft / "rules.yaml").write_text(RULES.replace(old, new, 1), "utf-8")
    done = opening(draft, root)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "rules.yaml:" in done.stderr
    assert not Draft.objects.exists()


def test_bad_input_is_refused_and_nothing_is_stored(draft: Path, root: Path) -> None:
    assert isinstance(opening(draft, root, until="2026-02-30").exception, ImpossibleDateError)  # fmt: skip
    past = opening(draft, root, until="2020-01-01").exception
    assert isinstance(past, InvalidInputError)
    assert "must close after today" in str(past)
    unknown = run("open", str(draft), "--against", "none", "--until", "2999-12-31")
    assert isinstance(unknown.exception, UnknownRegimeError)
    assert opening(draft / "none", root).exit_code == 2
    assert not Draft.objects.exists()
    assert not LedgerRow.objects.exists()


def test_a_record_that_does_not_answer_is_unavailable(
    draft: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(services, "require_openable", broken)
    done = opening(draft, root)
    assert done.exit_code == 4
    assert "no such table" in done.stderr


def test_only_texts_are_published(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (draft / "annex").mkdir()
    (draft / "annex" / "why.md").write_text("Because.", "utf-8")
    assert comparison.texts_of(draft)["annex/why.md"] == "Because."
    assert ".notes" not in comparison.texts_of(draft)
    (draft / "a.md").symlink_to(draft / "rules.yaml")
    with pytest.raises(InputError, match=r"a\.md is a link"):
        comparison.texts_of(draft)
    (draft / "a.md").unlink()
    (draft / "a.md").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not a text in UTF-8"):
        comparison.texts_of(draft)
    (draft / "a.md").write_bytes(b"a\0b")
    with pytest.raises(InputError, match="that no text has"):
        comparison.texts_of(draft)
    (draft / "a.md").unlink()
    monkeypatch.setattr(comparison, "LARGEST", 10)
    with pytest.raises(InputError, match="more than 10 characters"):
        comparison.texts_of(draft)


def test_a_law_beside_itself_is_proved_to_change_nothing() -> None:
    law = law_of(FILES)
    same = {"differences": [], "unsaid": [], "solver": "answered", "outcomes": []}
    assert comparison.compared(law, law, on=DAY) == same


def test_changes_that_no_sentence_tells_are_named() -> None:
    other = {
        name: text.replace("How long is the key?", "How many bits has the key?")
        for name, text in FILES.items()
    }
    found = comparison.compared(law_of(FILES), law_of(other), on=DAY)
    named = {(one["section"], one["name"]) for one in found["unsaid"]}
    told = {(one["section"], one["name"]) for one in found["differences"]}
    assert ("facts", "item.bits") in named | told


def test_a_solver_that_gives_up_is_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = OutcomeChange(
        before=OutcomeKind.COVERED, after=OutcomeKind.PROHIBITED, facts=None
    )
    monkeypatch.setattr(comparison, "changed_outcomes", lambda *_: (pair,))
    law = law_of(FILES)
    found = comparison.compared(law, law, on=DAY)
    assert found["solver"] == "gave_up"
    assert found["outcomes"][0]["facts"] is None


@pytest.mark.parametrize(
    ("kind", "value", "plain", "said"),
    [
        pytest.param(FactKind.COUNTRY, "CA", "CA", "Canada", id="country"),
        pytest.param(FactKind.COUNTRY, "ZZ", "ZZ", "ZZ", id="any-other-country"),
        pytest.param(FactKind.CHOICE, "bank", "bank", "a bank", id="choice"),
        pytest.param(FactKind.CHOICES, ["bank"], ["bank"], ["a bank"], id="choices"),
        pytest.param(FactKind.BOOLEAN, True, True, True, id="boolean"),
        pytest.param(FactKind.DATE, date(2026, 1, 2), "2026-01-02", "2026-01-02", id="day"),
    ],
)  # fmt: skip
def test_a_fact_of_a_case_is_said_in_the_words_of_its_vocabulary(
    kind: FactKind, value: object, plain: object, said: object
) -> None:
    term = FactTerm(
        path="x", kind=kind, question={"en": "What?"}, choices={"bank": "a bank"}
    )
    found = comparison._fact("x", value, term)
    assert found == {"path": "x", "value": plain, "question": {"en": "What?"}, "said": said}  # fmt: skip
    assert comparison._fact("x", value, None)["question"] == {"en": "x"}


def test_the_page_is_followed_word_for_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("model", "wassenaar"):
        shutil.copytree(SHIPPED / name, tmp_path / "law" / name)
    monkeypatch.chdir(tmp_path)
    rules = tmp_path / "law" / "model" / "rules.yaml"
    text = rules.read_text("utf-8")
    rules.write_text(
        text.replace("    symbol: PATH-SME\n", "    symbol: PATH-SME\n    suspended: [{first: 2027-03-01, last: 2027-08-31}]\n", 1),
        "utf-8",
    )  # fmt: skip
    lines = [
        line
        for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
        for line in block.splitlines()
    ]
    assert len(lines) == 2
    for line in lines:
        program, *words = line.split()
        assert program == "licet"
        # The day of the page lies in the past for whoever reads it later.
        words = [re.sub(r"^2026-12-31$", "2999-12-31", word) for word in words]
        done = CliRunner().invoke(build_app(), words)
        assert done.exit_code == 0, f"{line}: {done.output}"
    kept = Draft.objects.get()
    assert kept.against == "model"
    assert kept.comparison["outcomes"]
