"""A run is begun, left, taken up again, and ends with the same bytes; nothing is ever mixed."""

import errno
import itertools
import json
import os
import shutil
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.bulk.conftest import ftm_line, names

from licet.bulk import (
    BusyRunError,
    ChangedInputError,
    Executor,
    LocalProcesses,
    MixedRunError,
    NoRoomError,
    OneProcess,
    Order,
    PartyFile,
    PartyFileError,
    Place,
    Progress,
    RunFolder,
    Target,
    TooManyRowsError,
    finish,
    open_run,
    party_file,
    read_block,
)
from licet.bulk import run as run_module

Make = Callable[..., Order]
Files = Callable[[Sequence[str]], PartyFile]


def screened(order: Order, out: Path, doer: Executor | None = None) -> dict[str, bytes]:
    """A whole run, and every byte of its result."""
    target = Target.at(out)
    folder = RunFolder(root=target.work)
    with folder.held():
        run = open_run(order, folder)
        for _ in run.work(doer or OneProcess()):
            pass
        finish(run, target)
    return result(target)


def result(target: Target) -> dict[str, bytes]:
    return {
        name: getattr(target, name).read_bytes()
        for name in ("hits", "rejects", "summary")
    }


@pytest.mark.parametrize("rows", [1, 7, 16, 1000])
def test_hits_are_those_of_the_search_whatever_the_size_of_blocks(
    csv_file: Files, order: Make, tmp_path: Path, index: Any, rows: int
) -> None:
    given = names(120, every=7)
    found = screened(order(csv_file(given), rows=rows), tmp_path / "out")
    hits = [json.loads(line) for line in found["hits"].splitlines()]
    wanted = [
        (row, hit.entity.id, f"{hit.score:.4f}")
        for row, name in enumerate(given, start=1)
        for hit in index.search([name])
        if hit.score >= order(csv_file(given)).least
    ]
    assert [(hit["row"], hit["entity"], hit["score"]) for hit in hits] == wanted
    assert wanted
    assert {hit["line"] - hit["row"] for hit in hits} == {1}
    assert not (tmp_path / "out" / "work").exists()


@pytest.mark.parametrize("left_after", [0, 1, 3])
def test_left_and_taken_up_again_it_ends_with_the_same_bytes(
    csv_file: Files, order: Make, tmp_path: Path, left_after: int
) -> None:
    file = csv_file([*names(100, every=9), "", ""])
    whole = screened(order(file), tmp_path / "whole")
    target = Target.at(tmp_path / "left")
    folder = RunFolder(root=target.work)
    for _ in range(2):
        with folder.held():
            run = open_run(order(file), folder)
            for _ in itertools.islice(run.work(OneProcess()), left_after):
                pass
    assert len(list(folder.done())) == 2 * left_after
    assert screened(order(file), tmp_path / "left") == whole


def test_a_damaged_block_is_screened_again_with_what_follows(
    csv_file: Files, order: Make, tmp_path: Path
) -> None:
    file = csv_file(names(100, every=9))
    whole = screened(order(file), tmp_path / "whole")
    target = Target.at(tmp_path / "left")
    folder = RunFolder(root=target.work)
    with folder.held():
        for _ in itertools.islice(open_run(order(file), folder).work(OneProcess()), 4):
            pass
    path = folder.path(1)
    path.write_bytes(path.read_bytes()[:-10])
    (folder.path(2)).write_bytes(b"")
    assert [done.number for done in folder.done()] == [0]
    assert screened(order(file), tmp_path / "left") == whole


def test_ended_but_not_written_out_it_is_only_written_out(
    csv_file: Files, order: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = csv_file(names(60))
    whole = screened(order(file), tmp_path / "whole")
    target = Target.at(tmp_path / "left")
    folder = RunFolder(root=target.work)
    with folder.held():
        assert target.finished() is None
        list(open_run(order(file), folder).work(OneProcess()))
        run = open_run(order(file), folder)
        assert list(run.work(OneProcess())) == []
        finish(run, target)
    assert result(target) == whole
    assert target.finished() is not None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lists": {"un_sc": "other"}}, "other list versions"),
        ({"index": Path("other")}, "another index"),
        ({"least": 0.5}, "another least score"),
        ({"limit": 3}, "another limit"),
        ({"rows": 8}, "another size of blocks"),
        ({"algorithm": "v9"}, "another algorithm"),
    ],
    ids=lambda one: str(one)[:24],
)
def test_blocks_of_another_run_are_never_mixed_in(
    csv_file: Files, order: Make, tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    file = csv_file(names(60))
    folder = RunFolder(root=tmp_path / "work")
    with folder.held():
        next(open_run(order(file), folder).work(OneProcess()))
        with pytest.raises(MixedRunError, match=words):
            open_run(order(file, **change), folder)
        csv_file(names(61))
        with pytest.raises(MixedRunError, match="another input"):
            open_run(order(party_file(file.path)), folder)
    assert len(list(folder.done())) == 1


def test_two_processes_never_work_on_one_run(tmp_path: Path) -> None:
    folder = RunFolder(root=tmp_path / "work")
    with folder.held(), pytest.raises(BusyRunError), folder.held():
        pass


def test_an_input_that_changes_meanwhile_gives_no_result(
    csv_file: Files, order: Make, tmp_path: Path
) -> None:
    file = csv_file(names(60))
    folder = RunFolder(root=tmp_path / "work")
    with folder.held():
        work = open_run(order(file), folder).work(OneProcess())
        next(work)
        csv_file(names(90))
        with pytest.raises(ChangedInputError):
            list(work)
        assert list(folder.done()) == []
        assert folder.manifest is None


def test_an_input_that_is_only_touched_is_the_same(
    csv_file: Files, order: Make, tmp_path: Path
) -> None:
    file = csv_file(names(60))
    folder = RunFolder(root=tmp_path / "work")
    with folder.held():
        run = open_run(order(file), folder)
        os.utime(file.path, (1, 1))
        list(run.work(OneProcess()))
        assert folder.ended is not None


def test_more_rows_than_are_taken_are_refused(
    csv_file: Files, order: Make, tmp_path: Path
) -> None:
    folder = RunFolder(root=tmp_path / "work")
    with folder.held():
        run = open_run(order(csv_file(names(60)), most_rows=59), folder)
        with pytest.raises(TooManyRowsError, match="more than 59 rows"):
            list(run.work(OneProcess()))
        assert folder.ended is None


def test_heavy_rows_make_small_blocks(
    csv_file: Files, order: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "SIGNS", 100)
    folder = RunFolder(root=tmp_path / "work")
    with folder.held():
        list(open_run(order(csv_file(names(16))), folder).work(OneProcess()))
        assert len(list(folder.done())) > 3


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_leaves_whole_blocks_and_says_how_to_go_on(
    csv_file: Files,
    order: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
) -> None:
    file = csv_file(names(100, every=9))
    whole = screened(order(file), tmp_path / "whole")
    folder = RunFolder(root=Target.at(tmp_path / "left").work)
    real, calls = os.fsync, itertools.count()

    def full(handle: int) -> None:
        if next(calls) == 6:
            raise OSError(code, os.strerror(code))
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with folder.held(), pytest.raises(NoRoomError, match="make room and start"):
        list(open_run(order(file), folder).work(OneProcess()))
    monkeypatch.setattr(os, "fsync", real)
    assert not list(folder.root.rglob("*.draft"))
    assert len(list(folder.done())) == 2
    assert screened(order(file), tmp_path / "left") == whole


def test_another_fault_of_the_disk_is_no_lack_of_room(
    csv_file: Files, order: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, "I/O error")

    folder = RunFolder(root=tmp_path / "work")
    monkeypatch.setattr(os, "fsync", broken)
    with folder.held(), pytest.raises(OSError, match="I/O error"):
        open_run(order(csv_file(names(10))), folder)


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_hits_are_written_in_the_form_that_is_asked_for(
    csv_file: Files, order: Make, tmp_path: Path, ending: str
) -> None:
    file = csv_file(names(60, every=9))
    one = screened(order(file), tmp_path / f"one.{ending}")
    two = screened(order(file), tmp_path / f"two.{ending}")
    assert one == two
    assert json.loads(one["summary"])["hits"] > 0
    count = json.loads(one["summary"])["hits"]
    if ending == "parquet":
        select = "SELECT row, score, programs FROM read_parquet(?)"
        rows = duckdb.connect().execute(select, [f"{tmp_path}/one.parquet"])
        assert len(rows.fetchall()) == count
    if ending == "csv":
        assert one["hits"].count(b"\r\n") == count + 1


def test_a_result_is_never_written_through_a_link_or_over_a_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(PartyFileError, match="is a link"):
        Target.at(tmp_path / "link")
    with pytest.raises(PartyFileError, match="is no folder"):
        Target.at(tmp_path / "file")
    (tmp_path / "summary.json").write_text("{cut")
    assert Target.at(tmp_path).finished() is None


def test_local_processes_give_the_bytes_of_one(
    csv_file: Files, order: Make, tmp_path: Path
) -> None:
    file = csv_file([*names(200, every=9), "", *names(100, every=11)])
    one = screened(order(file), tmp_path / "one")
    for workers in (1, 2, 3):
        doer = LocalProcesses(workers=workers)
        assert screened(order(file), tmp_path / f"many{workers}", doer) == one


def test_entities_and_parquet_give_the_hits_of_csv(
    csv_file: Files, order: Make, tmp_path: Path
) -> None:
    given = names(100, every=9)
    wanted = screened(order(csv_file(given)), tmp_path / "csv")["hits"].splitlines()
    lines = tmp_path / "e.jsonl"
    lines.write_text(
        "".join(ftm_line(n, name, "LegalEntity") for n, name in enumerate(given))
    )
    parquet = tmp_path / "p.parquet"
    table = duckdb.read_csv(str(tmp_path / "parties.csv"), header=True)
    table.write_parquet(str(parquet))
    for path in (lines, parquet):
        found = screened(order(party_file(path)), tmp_path / path.stem)["hits"]
        got = [json.loads(line) for line in found.splitlines()]
        assert [(h["row"], h["entity"]) for h in got] == [
            (h["row"], h["entity"]) for h in map(json.loads, wanted)
        ]


def test_lines_that_describe_no_party_are_counted(order: Make, tmp_path: Path) -> None:
    lines = tmp_path / "e.jsonl"
    lines.write_text(
        ftm_line(1, "Quorvex")
        + ftm_line(2, "Mill", "Address")
        + ftm_line(3, "x", "Note")
    )
    found = screened(order(party_file(lines)), tmp_path / "out")
    assert json.loads(found["summary"])["passed_over"] == 2
    assert json.loads(found["summary"])["rows"] == 3


def test_a_kept_block_tells_what_it_holds(
    csv_file: Files, order: Make, tmp_path: Path
) -> None:
    folder = RunFolder(root=tmp_path / "work")
    with folder.held():
        file = csv_file(["Quorvex Intrusion Systems", "..."])
        (progress,) = open_run(order(file), folder).work(OneProcess())
        assert isinstance(progress, Progress)
        done, hits, aside = read_block(folder.path(0))
        assert (done.hits, done.aside, done.parties) == (1, 1, 1)
        assert len(list(hits)) == 1
        assert json.loads(next(aside))["code"] == "no_name"


def _peak(file: PartyFile, order: Make, work: Path) -> int:
    """The most memory of Python while a file is screened, in bytes."""
    folder = RunFolder(root=work)
    with folder.held():
        run = open_run(order(file, rows=256), folder)
        for _ in itertools.islice(run.work(OneProcess()), 2):
            pass
        run = open_run(order(file, rows=256), folder)
        tracemalloc.start()
        for _ in run.work(OneProcess()):
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    shutil.rmtree(work)
    return peak


def test_memory_does_not_grow_with_the_number_of_rows(
    csv_file: Files, order: Make, tmp_path: Path
) -> None:
    small = _peak(csv_file(names(1_500)), order, tmp_path / "small")
    # The same words again: how the last so many words are spelt is remembered.
    large = _peak(csv_file(names(1_500) * 4), order, tmp_path / "large")
    assert large < small * 1.25, (small, large)


def test_reading_a_file_takes_the_memory_of_a_few_rows(csv_file: Files) -> None:
    def peak(count: int) -> int:
        file = csv_file([f"Party {n}" for n in range(count)])
        tracemalloc.start()
        for _ in file.rows(Place()):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(100_000) < peak(10_000) + 100_000


def test_tasks_are_read_only_as_workers_come_free() -> None:
    read: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    found = LocalProcesses(workers=1).map(abs, tasks())
    assert next(found) == 0
    assert len(read) <= 4
    found.close()  # type: ignore[attr-defined]  # a generator
