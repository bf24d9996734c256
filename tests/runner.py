"""Run every suite as ``make test`` does: checks, SQLite, PostgreSQL, browser.

The outer runner starts PostgreSQL, because settings are read before any test fixture. Each
stage is one process; the first failing one ends the run with its exit code. The last stage
is pytest's own, so that the output closes on its summary line.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
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
PLAIN = "not journey and not soak"
TRACED = ".coverage.sqlite"
MEMORY = Path("/dev/shm")
ROOM = 6 * 1024**3  # bytes of memory that a whole run may fill with files at the most
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
    """Run one stage and leave at once when it fails."""
    print(f"\n== {name}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False)
    if done.returncode:
        print(
            f"runner: stage {name!r} failed with exit code {done.returncode}",
            flush=True,
        )
        sys.exit(done.returncode)


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


def coverage() -> None:
    """Engines fully covered by branch; the shell by a list that may only shrink."""
    cover = str(BIN / "coverage")
    include = ",".join(f"src/licet/{part}/*" for part in ENGINES)
    stage(
        "coverage of engines",
        cover, "report", f"--include={include}", "--fail-under=100", "--skip-covered",
        COVERAGE_FILE=TRACED,
    )  # fmt: skip
    allowed = (
        (ROOT / "tests/architecture/uncovered_shell.txt").read_text("utf-8").split("\n")
    )
    omit = ",".join(line for line in allowed if line and not line.startswith("#"))
    stage(
        "coverage of the shell",
        cover, "report", "--include=src/licet/web/*,src/licet/cli/*,src/licet/bulk/*", f"--omit={omit}",
        "--fail-under=100", "--skip-covered",
        COVERAGE_FILE=TRACED,
    )  # fmt: skip


def everything() -> None:
    """Checks, both databases, coverage, browser.

    Only the quick tests are traced for coverage: tracing doubles their time, and the slow
    suites and those on public data, which not every clone has, must not be needed for it.
    """
    install_missing()
    check()
    with migrated() as made:
        pytest(
            "engines, shell and house rules on SQLite",
            "-m", f"{PLAIN} and not slow and not real", "-n", *WORKERS,
            "--cov=licet", "--cov-branch", "--cov-report=",
            COVERAGE_FILE=TRACED, LICET_EXPECT_VENDOR="sqlite", LICET_MIGRATED=made,
        )  # fmt: skip
        coverage()
        pytest(
            "slow suites and public data on SQLite",
            "-m", f"{PLAIN} and (slow or real)", "-n", *WORKERS,
            LICET_EXPECT_VENDOR="sqlite", LICET_MIGRATED=made,
        )  # fmt: skip
        with postgres() as url:
            pytest(
                "shell on PostgreSQL",
                "-m", PLAIN, "-n", *WORKERS,
                *STORED, *(f"--ignore={one}" for one in ONCE),
                DATABASE_URL=url, LICET_EXPECT_VENDOR="postgresql",
            )  # fmt: skip
        pytest(
            "stories in a real browser",
            "-m", "journey", "-n", *WORKERS, *STORIES,
            LICET_EXPECT_VENDOR="sqlite", LICET_MIGRATED=made,
        )  # fmt: skip


def soak() -> None:
    """The long suite: a thousand kills, simulated calendars."""
    install_missing()
    with postgres() as url:
        pytest(
            "soak on PostgreSQL",
            "-m",
            "soak",
            "tests",
            DATABASE_URL=url,
            LICET_EXPECT_VENDOR="postgresql",
        )
    pytest("soak on SQLite", "-m", "soak", "tests", LICET_EXPECT_VENDOR="sqlite")


if __name__ == "__main__":
    {"all": everything, "check": check, "soak": soak}[sys.argv[1]]()
