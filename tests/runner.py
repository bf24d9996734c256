"""Run the suites as ``make test`` and ``make test-whole`` do: checks, SQLite, PostgreSQL, browser.

``make test`` is what every change is asked, in less than 25 minutes on two cores; what is long
and marked ``slow``, and the shell as PostgreSQL and the tracer see all of it, is asked by
``make test-whole`` before a release (ADR 0041). The outer runner starts PostgreSQL, because
settings are read before any test fixture. Each stage is one process. A stage that fails does not
keep the others from being run: one run says everything that is wrong. The last stage is pytest's
own, so that the output closes on its summary line.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ENGINES = [
    "kernel",
    "facts",
    "regimes",
    "determination",
    "screening",
    "diversion",
    "risk",
    "review",
    "decision",
    "licence",
    "ledger",
    "disclosure",
]
# What touches the database runs on both; what only computes, words or paints runs once.
STORED = (
    "tests/web",
    "tests/failures",
    "tests/cli/test_fsck.py",
    "tests/cli/test_ledger.py",
)
# Runs on SQLite alone: these ask what a page shows, how a form is worded or what an engine finds on
# rows that other tests store and read on both databases. What is left there is all that differs by
# database: constraints and triggers, what happens at once, killed and erased, queries into
# documents, lists with their filters, the record, the backup, and the whole way through every
# face. A new file runs on both until it is named here.
ONCE = (
    "tests/failures/bulk/test_kill_worker.py",
    "tests/failures/lists/test_bad_source.py",
    "tests/web/api/test_appeals_api.py",
    "tests/web/api/test_bulk.py",
    "tests/web/api/test_deciding.py",
    "tests/web/api/test_document_keys.py",
    "tests/web/api/test_drafts.py",
    "tests/web/api/test_every_call_with_every_role.py",
    "tests/web/api/test_hits.py",
    "tests/web/api/test_law_in_the_case.py",
    "tests/web/api/test_notices.py",
    "tests/web/api/test_panels.py",
    "tests/web/api/test_refusals.py",
    "tests/web/api/test_retention.py",
    "tests/web/api/test_review.py",
    "tests/web/api/test_risk.py",
    "tests/web/api/test_service.py",
    "tests/web/api/test_verification.py",
    "tests/web/api/test_webhooks.py",
    "tests/web/casework/record/test_cosigning.py",
    "tests/web/casework/record/test_keystore.py",
    "tests/web/casework/test_adjudication.py",
    "tests/web/casework/test_appeal_kinds.py",
    "tests/web/casework/test_asking.py",
    "tests/web/casework/test_bundle_faces.py",
    "tests/web/casework/test_consultations.py",
    "tests/web/casework/test_destinations.py",
    "tests/web/casework/test_disclosures.py",
    "tests/web/casework/test_errors.py",
    "tests/web/casework/test_files.py",
    "tests/web/casework/test_findings.py",
    "tests/web/casework/test_hit_standing.py",
    "tests/web/casework/test_law_in_the_case.py",
    "tests/web/casework/test_list_questions.py",
    "tests/web/casework/test_opinions.py",
    "tests/web/casework/test_own_lists.py",
    "tests/web/casework/test_papers_volume.py",
    "tests/web/casework/test_parts.py",
    "tests/web/casework/test_party_questions.py",
    "tests/web/casework/test_presentations.py",
    "tests/web/casework/test_risk.py",
    "tests/web/casework/test_rows_in_words.py",
    "tests/web/casework/test_undertakings.py",
    "tests/web/casework/test_verification_edges.py",
    "tests/web/demo",
    "tests/web/letters",
    "tests/web/ownership/test_case.py",
    "tests/web/ownership/test_faces.py",
    "tests/web/ownership/test_web.py",
    "tests/web/portal/test_appeal_pages.py",
    "tests/web/portal/test_held.py",
    "tests/web/portal/test_law_pages.py",
    "tests/web/portal/test_refusals.py",
    "tests/web/portal/test_self_check.py",
    "tests/web/portal/test_undertaking.py",
    "tests/web/register/test_check.py",
    "tests/web/register/test_destinations.py",
    "tests/web/register/test_drafts.py",
    "tests/web/register/test_guide.py",
    "tests/web/register/test_rules.py",
    "tests/web/site",
    "tests/web/workbench/test_appeal_desk.py",
    "tests/web/workbench/test_bulk_pages.py",
    "tests/web/workbench/test_deciding_pages.py",
    "tests/web/workbench/test_destination_page.py",
    "tests/web/workbench/test_document_keys_pages.py",
    "tests/web/workbench/test_drafts.py",
    "tests/web/workbench/test_hit_pages.py",
    "tests/web/workbench/test_law_pages.py",
    "tests/web/workbench/test_letter_form.py",
    "tests/web/workbench/test_list_changes.py",
    "tests/web/workbench/test_opinion_keeping_pages.py",
    "tests/web/workbench/test_own_lists.py",
    "tests/web/workbench/test_panel_pages.py",
    "tests/web/workbench/test_refusals.py",
    "tests/web/workbench/test_retention_pages.py",
    "tests/web/workbench/test_review_pages.py",
    "tests/web/workbench/test_risk_page.py",
    "tests/web/workbench/test_urgency_page.py",
    "tests/web/workbench/test_verification_pages.py",
)
# Where stories in a browser are told; the house rules see to it that no other folder has one.
STORIES = ("tests/journeys", "tests/web/letters/test_browser_verifier.py")
# What ``make test`` asks PostgreSQL, slow or not: all that differs by database, the kills among it,
# and who may open what.
DIFFERS = (
    "tests/failures/casework/test_unavailable.py",
    "tests/web/api/test_contract_edges.py",
    "tests/web/casework/record",
    "tests/web/casework/test_access.py",
    "tests/web/casework/test_append_only.py",
    "tests/web/casework/test_appeals_and_panels_at_once.py",
    "tests/web/casework/test_concurrency.py",
    "tests/web/casework/test_database_roles.py",
    "tests/web/casework/test_erased_everywhere.py",
    "tests/web/casework/test_hit_concurrency.py",
    "tests/web/casework/test_jobs.py",
    "tests/web/casework/test_own_lists_concurrency.py",
    "tests/web/casework/test_role_statements.py",
    "tests/web/casework/test_row_seals.py",
    "tests/web/casework/test_signing_at_once.py",
    "tests/web/casework/test_twenty_at_once.py",
    "tests/web/casework/test_verification_at_once.py",
    "tests/web/casework/test_whole_way.py",
    "tests/web/ownership/test_at_once.py",
)
# Longer than the fifty kills, which stay.
LATER = tuple(
    f"--deselect=tests/web/casework/record/test_kills.py::{one}"
    for one in (
        "test_kill_9_before_and_after_each_step_of_the_sequencer",
        "test_two_sequencers_and_three_writers_at_once",
    )
)
PLAIN = "not journey and not soak"
TRACED = ".coverage.sqlite"
MEMORY = Path("/dev/shm")
ROOM = 6 * 1024**3  # bytes of memory that a whole run may fill with files at the most
TRACING = ("--cov=licet", "--cov-branch", "--cov-report=")
FAILED: list[str] = []
# A worker that is done takes over what waits at another: the last minutes are shared too.
WORKERS = (str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal")


def install_missing() -> None:
    """Install the browser and the database server where the machine has none."""
    has_postgres = bool(list(Path("/usr/lib/postgresql").glob("*/bin/postgres")))
    if shutil.which("chromium") and has_postgres:
        return
    print("runner: installing chromium and postgresql", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        [
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "chromium",
            "postgresql",
        ],
    ):
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    # Not every distribution cuts the browser in two; the stories do with either.
    shell = [
        "apt-get",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        "chromium-headless-shell",
    ]
    subprocess.run(
        shell,
        check=False,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def quick_files() -> Path:
    """Where files that live as long as a test lie: in memory where there is room for them.

    Every commit and every file of the record waits for the disk; a slow one would take
    most of the time of a run.
    """
    try:
        free = shutil.disk_usage(MEMORY).free
    except OSError:
        free = 0
    return MEMORY if free >= ROOM else Path(tempfile.gettempdir())


def stage(name: str, *command: str, **environment: str) -> None:
    """Run one stage; that it failed is said at once and again at the end."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False)
    took = f"{time.monotonic() - began:.0f} s"
    if done.returncode:
        FAILED.append(name)
        print(
            f"runner: {name!r} failed with exit code {done.returncode} after {took}",
            flush=True,
        )
    else:
        print(f"runner: {name!r} took {took}", flush=True)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL cluster in a temporary folder on a unix socket; yields its URL."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    with tempfile.TemporaryDirectory(
        prefix="lcpg", dir=quick_files()
    ) as folder:  # socket paths must be short
        account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)

        def run(*command: str) -> None:
            subprocess.run(
                [str(binaries / command[0]), *command[1:]],
                check=True,
                cwd=folder,
                stdout=subprocess.DEVNULL,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
            )

        data = f"{folder}/d"
        run(
            "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
        )
        options = (
            f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        )
        run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgres://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def check() -> None:
    """Lint, types, contracts."""
    stage("lint", str(BIN / "ruff"), "check", "src", "tests", "benchmarks", "verifier")
    stage(
        "format",
        str(BIN / "ruff"),
        "format",
        "--check",
        "src",
        "tests",
        "benchmarks",
        "verifier",
    )
    stage("types", str(BIN / "mypy"))
    stage("contracts", str(BIN / "lint-imports"), "--no-cache")


def pytest(name: str, *arguments: str, **environment: str) -> None:
    """One pytest run, with a folder for its files that ends with it."""
    with tempfile.TemporaryDirectory(prefix="lct", dir=quick_files()) as folder:
        environment["TMPDIR"] = folder
        stage(name, sys.executable, "-m", "pytest", "-q", *arguments, **environment)


@contextlib.contextmanager
def migrated() -> Iterator[str]:
    """A migrated SQLite database without rows; each process of the tests begins with a copy.

    Yields:
        Its path, for ``LICET_MIGRATED``.
    """
    with tempfile.TemporaryDirectory(prefix="lcm", dir=quick_files()) as folder:
        made = f"{folder}/licet.sqlite3"
        stage(
            "one migrated database",
            *(sys.executable, "-m", "licet", "manage", "migrate", "--verbosity", "0"),
            DATABASE_URL=f"sqlite:///{made}", LICET_STATE=folder, LICET_LOG_LEVEL="ERROR",
        )  # fmt: skip
        yield made


def coverage_of_engines() -> None:
    """Engines are covered whole, by branch, by their own tests."""
    include = ",".join(f"src/licet/{part}/*" for part in ENGINES)
    stage(
        "coverage of engines",
        str(BIN / "coverage"), "report", f"--include={include}", "--fail-under=100", "--skip-covered",
        COVERAGE_FILE=TRACED,
    )  # fmt: skip


def coverage_of_shell() -> None:
    """The shell is covered whole, by branch, but for a list that may only shrink."""
    allowed = (
        (ROOT / "tests/architecture/uncovered_shell.txt").read_text("utf-8").split("\n")
    )
    omit = ",".join(line for line in allowed if line and not line.startswith("#"))
    stage(
        "coverage of the shell",
        str(BIN / "coverage"), "report",
        "--include=src/licet/web/*,src/licet/cli/*,src/licet/bulk/*", f"--omit={omit}",
        "--fail-under=100", "--skip-covered",
        COVERAGE_FILE=TRACED,
    )  # fmt: skip


def on_sqlite(name: str, marked: str, made: str, *arguments: str) -> None:
    """Tests of one mark on SQLite, each process beginning with a copy of the migrated database."""
    pytest(
        name, "-m", marked, "-n", *WORKERS, *arguments,
        COVERAGE_FILE=TRACED, LICET_EXPECT_VENDOR="sqlite", LICET_MIGRATED=made,
    )  # fmt: skip


def on_postgres(name: str, marked: str, *arguments: str) -> None:
    """Tests of one mark on a PostgreSQL of their own."""
    with postgres() as url:
        pytest(
            name, "-m", marked, "-n", *WORKERS, *arguments,
            DATABASE_URL=url, LICET_EXPECT_VENDOR="postgresql",
        )  # fmt: skip


def change() -> None:
    """What every change is asked: all that is quick, and on PostgreSQL what differs there.

    Only the tests of engines are traced for coverage: tracing doubles the time of a test.
    """
    quick = f"{PLAIN} and not slow and not real"
    engines = [f"tests/{part}" for part in ENGINES]
    install_missing()
    check()
    with migrated() as made:
        on_sqlite("engines, traced", quick, made, *engines, *TRACING)
        coverage_of_engines()
        others = [f"--ignore={one}" for one in engines]
        on_sqlite("shell and house rules on SQLite", quick, made, *others)
        on_postgres("what differs on PostgreSQL", PLAIN, *DIFFERS, *LATER)
        on_sqlite("stories in a real browser", "journey and not slow", made, *STORIES)


def whole() -> None:
    """What a release is asked: every test, all of the shell traced and on both databases."""
    install_missing()
    check()
    with migrated() as made:
        on_sqlite(
            "everything quick on SQLite, traced",
            f"{PLAIN} and not slow and not real", made, *TRACING,
        )  # fmt: skip
        coverage_of_engines()
        coverage_of_shell()
        on_sqlite(
            "slow suites and public data on SQLite", f"{PLAIN} and (slow or real)", made
        )
        once = [f"--ignore={one}" for one in ONCE]
        on_postgres("shell on PostgreSQL", PLAIN, *STORED, *once)
        on_sqlite("every story in a real browser", "journey", made, *STORIES)


def soak() -> None:
    """The long suite: a thousand kills, simulated calendars."""
    install_missing()
    on_postgres("soak on PostgreSQL", "soak", "tests")
    with migrated() as made:
        on_sqlite("soak on SQLite", "soak", made, "tests")


if __name__ == "__main__":
    {"change": change, "whole": whole, "check": check, "soak": soak}[sys.argv[1]]()
    if FAILED:
        sys.exit(f"runner: failed: {', '.join(FAILED)}")
