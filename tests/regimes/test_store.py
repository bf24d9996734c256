"""Packages lie in folders named for them."""

from pathlib import Path

import jsonschema
import pytest
from tests.regimes.small import FILES

from licet.regimes import (
    BrokenRegimeError,
    UnknownRegimeError,
    check_regime,
    list_regimes,
    load_package,
    load_regime,
    regime_schema,
)
from licet.regimes.source import read_source


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "test" / "small"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    broken = tmp_path / "test" / "broken"
    broken.mkdir()
    (broken / "package.yaml").write_text("package: {id: [", "utf-8")
    half = tmp_path / "test" / "half"
    half.mkdir()
    (half / "package.yaml").write_text("package: {id: test/half}", "utf-8")
    return tmp_path


def test_packages_whose_header_can_be_read_are_listed(root: Path) -> None:
    assert [header.id for header in list_regimes(root)] == ["test/small"]


def test_a_whole_package_loads(root: Path) -> None:
    assert load_regime("test/small", root).header.jurisdiction == "XX"
    assert load_package(root / "test" / "small").header.id == "test/small"
    assert check_regime(root / "test" / "small") == ()


def test_a_package_that_is_not_there_is_refused_with_those_that_are(root: Path) -> None:
    with pytest.raises(UnknownRegimeError, match="test/small") as refused:
        load_regime("test/large", root)
    assert refused.value.code == "unknown_regime"


def test_a_broken_package_decides_nothing(root: Path) -> None:
    rules = root / "test" / "small" / "rules.yaml"
    text = rules.read_text("utf-8").replace("law: {pinpoint: Art. 3}", "")
    rules.write_text(text, "utf-8")
    with pytest.raises(BrokenRegimeError, match="no citation") as refused:
        load_regime("test/small", root)
    assert refused.value.code == "broken_regime"
    assert refused.value.problems[0].to_json()["file"] == "rules.yaml"
    with pytest.raises(BrokenRegimeError):
        load_package(root / "test" / "small")


def test_one_problem_is_told_alone_and_more_are_counted(root: Path) -> None:
    rules = root / "test" / "small" / "rules.yaml"
    text = rules.read_text("utf-8")
    for pinpoint in ("Art. 3", "Art. 4"):
        text = text.replace(f"law: {{pinpoint: {pinpoint}}}", "")
    rules.write_text(text, "utf-8")
    with pytest.raises(BrokenRegimeError, match="and 1 more: licet regime check"):
        load_regime("test/small", root)


def test_the_published_schema_accepts_the_small_law() -> None:
    schema = regime_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for name, text in FILES.items():
        jsonschema.validate(read_source(text, name)[0], schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"rules": [{"id": "r", "kind": "scope"}]}, schema)
