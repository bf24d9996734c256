"""What the roles are made with and asked for, against a server that is only played."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from licet.web.casework.keeping.evidence_tables import evidence_tables
from licet.web.casework.record import guards, role_setup
from licet.web.casework.record.errors import RolesRefusedError
from licet.web.casework.record.role_setup import make_roles, weaknesses


class Server:
    """Answers by the beginning of a question; keeps every statement."""

    vendor = "postgresql"

    def __init__(self, **answers: list[tuple[Any, ...]]) -> None:
        self.answers = answers
        self.done: list[str] = []
        self.introspection = SimpleNamespace(
            get_sequences=lambda _cursor, table: [{"name": f"{table}_id_seq"}]
        )

    @contextmanager
    def cursor(self) -> Iterator["Server"]:
        yield self

    def execute(self, asked: str, _given: object = None) -> None:
        self.done.append(asked)

    def fetchall(self) -> list[tuple[Any, ...]]:
        for words, answer in self.answers.items():
            if words.replace("_", " ") in self.done[-1].replace("_", " "):
                return answer
        return []


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _played(
    monkeypatch: pytest.MonkeyPatch, **answers: list[tuple[Any, ...]]
) -> Server:
    server = Server(**answers)
    for module in (role_setup, guards):
        monkeypatch.setattr(module, "connection", server)
    monkeypatch.setattr(role_setup.transaction, "atomic", _nothing)
    return server


def test_roles_are_made_once_owned_and_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    server = _played(
        monkeypatch,
        rolcreaterole=[(True,)],
        current_database=[("licet", "public")],
        relkind=[("casework_case", "r"), ("shown", "v")],
        regprocedure=[("licet_enter()",)],
        column_privileges=[("casework_message", "text", "UPDATE")],
    )
    done = make_roles("licet")
    assert done.roles == done.made
    assert len(done.roles) == 5
    said = "\n".join(server.done)
    for line in (
        'ALTER TABLE "casework_case" OWNER TO "licet_owner"',
        'ALTER VIEW "shown" OWNER TO "licet_owner"',
        'ALTER FUNCTION licet_enter() OWNER TO "licet_owner"',
        'REVOKE ALL ON ALL TABLES IN SCHEMA "public" FROM PUBLIC',
        'REVOKE UPDATE ("text") ON "casework_message" FROM "licet_portal"',
        'GRANT SELECT, INSERT ON "casework_decision" TO "licet_casework"',
        'GRANT UPDATE ("grounds", "reasons") ON "casework_decision" TO "licet_casework"',
        'GRANT USAGE ON SEQUENCE "casework_message_id_seq" TO "licet_portal"',
    ):
        assert line in said, line
    assert "SUPERUSER NOCREATEDB" in said
    assert not [line for line in server.done if "GRANT" in line and "TRUNCATE" in line]


def test_who_may_make_no_roles_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _played(monkeypatch, rolcreaterole=[(False,)])
    with pytest.raises(RolesRefusedError, match="may not make roles"):
        make_roles("licet")
    with pytest.raises(RolesRefusedError, match="no beginning of a role's name") as bad:
        make_roles("Licet!")
    assert bad.value.code == "roles_refused"


def test_roles_that_are_there_are_not_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = _played(
        monkeypatch,
        rolcreaterole=[(True,)],
        rolname_=[(1,)],
        current_database=[("licet", "public")],
    )
    server.answers["FROM pg_roles WHERE rolname ="] = [(1,)]
    server.answers = {
        "rolcreaterole": [(True,)],
        "SELECT 1 FROM": [(1,)],
        "current_database": [("licet", "public")],
    }
    assert make_roles("licet").made == ()


@pytest.mark.parametrize(
    ("over", "table", "words", "count"),
    [
        (True, (False, ""), "a superuser", 1),
        (False, (True, ""), "who owns", 1),
        (
            False,
            (False, "UPDATE, DELETE"),
            "may UPDATE, DELETE on",
            len(evidence_tables()),
        ),
        (False, (False, ""), "", 0),
    ],
    ids=["superuser", "owner", "grants", "closed"],
)
def test_what_a_process_could_do_is_named(
    monkeypatch: pytest.MonkeyPatch,
    over: bool,
    table: tuple[bool, str],
    words: str,
    count: int,
) -> None:
    _played(monkeypatch, rolbypassrls=[("root", over)], array_to_string=[table])
    monkeypatch.setattr(role_setup, "broken_guards", lambda: iter([]))
    found = list(weaknesses())
    assert len(found) == count
    assert all(words in one for one in found)


def test_a_trigger_of_postgresql_is_read_from_what_the_server_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = (
        "CREATE TRIGGER casework_team_keep BEFORE DELETE OR UPDATE ON public.casework_team "
        "FOR EACH ROW EXECUTE FUNCTION licet_append_only()"
    )
    wanted = (
        "BEFORE DELETE OR UPDATE FOR EACH ROW EXECUTE FUNCTION licet_append_only() BODY"
    )
    _played(
        monkeypatch,
        pg_trigger=[
            ("on", "O", made, "f", "BODY"),
            ("off", "D", made, "f", "BODY"),
            ("other", "A", made, "f", "return NEW"),
        ],
    )
    monkeypatch.setattr(guards, "evidence_tables", lambda: ("casework_team",))
    monkeypatch.setattr(
        guards,
        "expected_triggers",
        lambda _table, _connection: dict.fromkeys(
            ("on", "off", "other", "gone"), wanted
        ),
    )
    found = [words.split(":")[0] for words in guards.broken_guards()]
    assert found == [
        "The trigger off of casework_team is switched off",
        "The trigger other of casework_team was rewritten",
        "The trigger gone of casework_team is missing",
    ]
