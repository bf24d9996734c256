"""Every material act writes an entry: whatever changes a row of casework reaches the record."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.house import ROOT, modules

from licet.web.casework.rights.policy import POLICY

CASEWORK = "web/casework"
PACKAGE = "licet.web.casework"
#: The one door into the record, and what stands directly behind it.
DOOR = "licet.web.casework.record.events.record_event"
WRITES = {
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "save",
}
MANAGED = {"update", "delete"}

# Functions that write rows and enter nothing, each with its reason.
UNENTERED: Mapping[str, str] = {
    f"{PACKAGE}.jobs.worker._retry_or_fail": "a job's own state; what it does is entered by what it calls",
    f"{PACKAGE}.jobs.worker.beat": "that the worker lives; says nothing of any case",
    f"{PACKAGE}.letters.render._code_svg": "saves a picture into memory, no row",
    f"{PACKAGE}.models.people.People.create_user": "the manager's door of open_account, which enters it",
    f"{PACKAGE}.record.read_log.refused_stranger": "strangers could fill the record: they go to the security log",
    f"{PACKAGE}.services.api_calls._taken_over": "the key of a call; what the call does is entered",
    f"{PACKAGE}.services.api_calls.free_key": "the key of a call; what the call does is entered",
    f"{PACKAGE}.services.api_calls.keep_answer": "the key of a call; what the call does is entered",
    f"{PACKAGE}.services.api_calls.take_key": "the key of a call; what the call does is entered",
    f"{PACKAGE}.services.assignment.forget_filter": "somebody's own view of the work list; says nothing of any case",
    f"{PACKAGE}.services.assignment.save_filter": "somebody's own view of the work list; says nothing of any case",
    f"{PACKAGE}.services.notices.mark_all_read": "somebody's own inbox; says nothing of any case",
    f"{PACKAGE}.services.notices.mark_read": "somebody's own inbox; says nothing of any case",
    f"{PACKAGE}.services.hit_places.place_hits": "a projection, written anew from rows whose acts are entered",
}

# Acts of the access table that change nothing, each with its reason.
NO_CHANGE: Mapping[str, str] = {
    "api": "the door of programs; the act behind it is entered",
    "determine": "asks the law about invented or stated facts; nothing is kept",
    "save_filter": "somebody's own view of the work list; says nothing of any case",
    "screen_name": "asks the lists about a name; nothing is kept",
    "signed_in": "pages without a case",
}

# Reads that enter nothing, each with its reason.
OPEN_READS: Mapping[str, str] = {
    "see_agreements": "terms with panels and partners; no content of a case",
    "see_disclosures": "the register: what went to whom, by number and hash; the case itself is opened elsewhere",
    "see_access_log": "of the auditor: who read what; the log itself, without content of a case",
    "see_application": "applicants read what is their own",
    "see_bulk_screenings": "the list of runs; opening one run's rows is entered",
    "see_conditions": "counts by type, without a case",
    "see_delegations": "who may sign what; no content of a case",
    "see_document_keys": "published keys and who acted on them",
    "see_drafts": "drafts of law and public comments on them",
    "see_hit_measures": "counts",
    "see_home": "applicants read what is their own",
    "see_interests": "declarations of the staff; the case itself is opened and entered elsewhere",
    "see_ledger": "the menu of the auditor; the public log tells nothing of a case",
    "see_library": "applicants read what is their own",
    "see_licences": "where somebody lands after signing in; each licence opened is entered",
    "see_lists": "public lists and their differences",
    "see_opinion_desk": "the menu; each opinion opened is entered",
    "see_mail_troubles": "the operator's list of addresses; no part of a case",
    "see_notices": "somebody's own inbox: kinds, numbers and days; each case opened is entered",
    "see_organisation": "applicants read what is their own",
    "see_own_lists": "the authority's own lists; no part of a case",
    "see_ownership_sets": "published data on owners and their versions",
    "see_queue": "numbers, titles and clocks of the work list; each case opened is entered",
    "see_retention": "numbers, schedules and who ended what; no content of a case",
    "see_secret_reasons": "a part of the case, whose read is entered; words above a clearance are withheld",
    "see_staff": "who holds which post",
    "see_template_desk": "templates; no part of a case",
    "see_templates": "templates; no part of a case",
    "see_webhooks": "own addresses and what was sent there: kinds and numbers",
    "see_workload": "counts by person and team",
}

# What is done by command, outside every case.
OPERATOR = (
    "record.backup.create_backup",
    "record.restore.restore_backup",
    "record.keybackup.backup_keys",
    "record.rotation.rotate_keys",
    "record.erasure.erase_case",
    "record.erasure.learn_erasures",
    "services.accounts.enter_account_act",
    "services.posts.open_account",
    "services.posts.found_team",
    "services.posts.give_post",
    "services.posts.delegate",
    "services.tokens.issue_token",
    "services.tokens.revoke_token",
    "services.bundles.make_bundle",
    "services.redaction.redact_case",
    "services.subject_access.export_held_data",
    "services.archive.export_for_archive",
    "services.own_lists.publish_own_list",
    "services.countries.enter_countries",
    "services.adjudication.adjudicate_hit",
    "services.consultations.ask_consultation",
    "services.opinions.issue_opinion",
    "services.opinion_letters.make_opinion_letter",
    "services.bulk_screenings.start_bulk_screening",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One function: what it calls, and whether it writes rows itself."""

    name: str
    path: Path
    calls: frozenset[str]
    writes: bool
    words: frozenset[str]
    public: bool


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _names(tree: ast.Module, module: str) -> dict[str, str]:
    """What each name of a module stands for, dotted."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            known |= {
                one.asname or one.name: f"{node.module}.{one.name}"
                for one in node.names
            }
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            known[node.name] = f"{module}.{node.name}"
    return known


def _is_write(call: ast.Call) -> bool:
    """Whether a call writes rows: by a manager, by a row itself, or by SQL."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name, receiver = call.func.attr, call.func.value
    if name in WRITES:
        return name == "save" or ".objects" in ast.unparse(receiver)
    if name in MANAGED:
        chained = isinstance(receiver, ast.Call | ast.Attribute) or not call.args
        return chained and not call.args and "registry" not in ast.unparse(receiver)
    return False


def _functions(path: Path) -> Iterator[Written]:
    tree, module = ast.parse(path.read_text("utf-8")), _module(path)
    known = _names(tree, module)
    for node in tree.body:
        inner = [node] if isinstance(node, ast.FunctionDef) else []
        if isinstance(node, ast.ClassDef):
            inner = [one for one in node.body if isinstance(one, ast.FunctionDef)]
        for one in inner:
            owner = "" if one is node else f"{node.name}."  # type: ignore[attr-defined]  # a class
            yield _function(one, owner, path, module, known)


def _function(
    node: ast.FunctionDef, owner: str, path: Path, module: str, known: Mapping[str, str]
) -> Written:
    calls, words, writes = set(), set(), False
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id in known:
            calls.add(known[one.id])
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            if one.value.id in known:
                calls.add(f"{known[one.value.id]}.{one.attr}")
            if one.value.id == "self" and owner:
                calls.add(f"{module}.{owner}{one.attr}")
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            words.add(one.value)
        writes |= isinstance(one, ast.Call) and _is_write(one)
    return Written(
        name=f"{module}.{owner}{node.name}",
        path=path,
        calls=frozenset(calls),
        writes=writes,
        words=frozenset(words),
        public=not node.name.startswith("_"),
    )


@cache
def functions() -> Mapping[str, Written]:
    """Every function of casework by its dotted name; packages pass on what they import."""
    paths = [
        path
        for path in modules(CASEWORK)
        if "migrations" not in path.parts and "demo" not in path.parts
    ]
    found = {one.name: one for path in paths for one in _functions(path)}
    for path in paths:
        if path.name == "__init__.py":
            module = _module(path)
            for short, whole in _names(
                ast.parse(path.read_text("utf-8")), module
            ).items():
                if whole in found:
                    found.setdefault(f"{module}.{short}", found[whole])
    return found


@cache
def reached(name: str) -> frozenset[str]:
    """Everything that a function can call, itself included."""
    seen, left = set(), [name]
    while left:
        one = left.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in functions():
            left += functions()[one].calls
    return frozenset(seen)


@cache
def callers() -> Mapping[str, frozenset[str]]:
    """By whom each function is called."""
    found: dict[str, set[str]] = {}
    for name, one in functions().items():
        for called in one.calls:
            found.setdefault(called, set()).add(name)
    return {name: frozenset(by) for name, by in found.items()}


def enters(name: str) -> bool:
    """Whether a function can reach the record."""
    return DOOR in reached(name)


def silent_ways(name: str) -> frozenset[str]:
    """The outermost callers through which a function is reached without any entry."""
    found, seen, left = set(), set(), [name]
    while left:
        one = left.pop()
        if one in seen or enters(one):
            continue
        seen.add(one)
        above = callers().get(one, frozenset()) & functions().keys()
        found |= set() if above else {one}
        left += above
    return frozenset(found)


def test_the_door_of_the_record_is_where_this_test_looks_for_it() -> None:
    assert DOOR in functions()
    assert enters(f"{PACKAGE}.services.decisions.countersign")
    assert not enters(f"{PACKAGE}.selectors.desk.queue")


def test_whatever_writes_rows_enters_an_act() -> None:
    silent = {
        one.name
        for name, one in functions().items()
        if one.writes and name == one.name and silent_ways(name)
    }
    assert silent == set(UNENTERED), sorted(silent ^ set(UNENTERED))


def _asked_by(act: str) -> list[str]:
    return [name for name, one in functions().items() if act in one.words]


def test_every_act_of_the_access_table_that_changes_something_is_entered() -> None:
    acts = {act for act in POLICY if not act.startswith("see_")}
    silent = {act for act in acts if not any(map(enters, _asked_by(act)))}
    assert silent == set(NO_CHANGE), sorted(silent ^ set(NO_CHANGE))


def test_every_look_at_what_is_confidential_is_entered() -> None:
    acts = {act for act in POLICY if act.startswith("see_")}
    silent = {act for act in acts if not any(map(enters, _asked_by(act)))}
    assert silent == set(OPEN_READS), sorted(silent ^ set(OPEN_READS))


def test_what_the_operator_does_by_command_is_entered() -> None:
    silent = [name for name in OPERATOR if not enters(f"{PACKAGE}.{name}")]
    assert silent == []


def test_refused_acts_are_entered_wherever_an_act_is_asked_for() -> None:
    ways = (
        "acts.acting.case_act",
        "acts.acting.licence_act",
        "acts.opinion_acting.opinion_act",
        "acts.appeal_acting.appeal_act",
        "acts.panel_acting.panel_act",
    )
    refused = f"{PACKAGE}.record.refusals.refused_act"
    assert all(refused in reached(f"{PACKAGE}.{way}") for way in ways)
    assert refused in reached(f"{PACKAGE}.access.require_decision")
