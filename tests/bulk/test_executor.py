"""Who works never changes a result; a cluster that is not protected is never used."""

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from licet.bulk import (
    ClusterUnsafeError,
    LocalProcesses,
    MissingExtraError,
    OneProcess,
    WorkerDiedError,
    executor_for,
)
from licet.bulk import executor as executor_module
from licet.bulk.choice import cores
from licet.bulk.cluster import RayCluster, ray_cluster, require_protection
from licet.kernel import InputError


def _end(_: int) -> int:
    os._exit(9)


def test_results_come_in_the_order_of_the_tasks() -> None:
    tasks = list(range(-20, 20))
    wanted = [abs(task) for task in tasks]
    assert list(OneProcess().map(abs, tasks)) == wanted
    assert list(LocalProcesses(workers=2).map(abs, tasks)) == wanted


def test_a_worker_that_ends_is_said_and_not_waited_for() -> None:
    with pytest.raises(WorkerDiedError, match="start the same command again"):
        list(LocalProcesses(workers=1).map(_end, [1]))


def test_local_is_one_process_or_as_many_as_cores() -> None:
    assert executor_for("local", workers=1) == OneProcess()
    assert executor_for("local", workers=3) == LocalProcesses(workers=3)
    assert isinstance(executor_for("local"), OneProcess | LocalProcesses)
    assert cores() >= 1
    with pytest.raises(InputError, match="no executor 'cloud'"):
        executor_for("cloud")


def test_a_process_without_a_parent_watches_nobody() -> None:
    executor_module.end_with_parent()


def test_a_process_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    begun: list[Callable[[], None]] = []

    class Thread:
        def __init__(self, *, target: Callable[[], None], daemon: bool) -> None:
            assert daemon
            begun.append(target)

        def start(self) -> None:
            begun[0]()

    monkeypatch.setattr(
        executor_module, "parent_process", lambda: SimpleNamespace(sentinel=7)
    )
    monkeypatch.setattr(executor_module.connection, "wait", lambda _: None)
    monkeypatch.setattr(executor_module.os, "_exit", ended.append)
    monkeypatch.setattr(executor_module.threading, "Thread", Thread)
    executor_module.end_with_parent()
    assert ended == [1]


@pytest.fixture
def protected(tmp_path: Path) -> dict[str, str]:
    for name in ("cert", "key", "ca", "token"):
        (tmp_path / name).write_text("x")
    return {
        "LICET_RAY_ADDRESS": "local",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN_PATH": str(tmp_path / "token"),
        "RAY_USE_TLS": "1",
        "RAY_TLS_SERVER_CERT": str(tmp_path / "cert"),
        "RAY_TLS_SERVER_KEY": str(tmp_path / "key"),
        "RAY_TLS_CA_CERT": str(tmp_path / "ca"),
    }


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LICET_RAY_ADDRESS", "", "an address"),
        ("RAY_AUTH_MODE", "", "token authentication"),
        ("RAY_AUTH_MODE", "disabled", "token authentication"),
        ("RAY_AUTH_TOKEN_PATH", "", "a token"),
        ("RAY_AUTH_TOKEN_PATH", "/nowhere/token", "a token"),
        ("RAY_USE_TLS", "0", "TLS"),
        ("RAY_TLS_SERVER_CERT", "/nowhere/c", "RAY_TLS_SERVER_CERT"),
        ("RAY_TLS_SERVER_KEY", "", "RAY_TLS_SERVER_KEY"),
        ("RAY_TLS_CA_CERT", "", "RAY_TLS_CA_CERT"),
    ],
)
def test_a_cluster_without_token_or_tls_is_refused(
    protected: dict[str, str], name: str, value: str, words: str
) -> None:
    with pytest.raises(ClusterUnsafeError, match=words):
        ray_cluster({**protected, name: value})


def test_a_token_may_stand_in_the_environment_itself(protected: dict[str, str]) -> None:
    del protected["RAY_AUTH_TOKEN_PATH"]
    require_protection({**protected, "RAY_AUTH_TOKEN": "x" * 32})


def test_without_ray_the_cluster_is_unavailable(
    protected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setattr(os, "environ", {**os.environ, **protected})
    with pytest.raises(MissingExtraError, match=r"licet\[cluster\]"):
        executor_for("ray")


class WorkerCrashedError(Exception):
    """As Ray calls it."""


class FakeRay:
    """What the executor uses of Ray, in this process; one task may be lost."""

    exceptions = SimpleNamespace(WorkerCrashedError=WorkerCrashedError)

    def __init__(self, *, loses: bool = False) -> None:
        self.loses, self.on, self.options = loses, False, {}

    def init(self, **options: object) -> None:
        self.on, self.options = True, options

    def shutdown(self) -> None:
        self.on = False

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 2.0}

    def put(self, value: object) -> object:
        return value

    def remote(self, work: Callable[..., Any]) -> Any:
        return SimpleNamespace(remote=lambda *given: lambda: work(*given))

    def get(self, promise: Callable[[], Any]) -> Any:
        if self.loses:
            raise WorkerCrashedError
        return promise()


def test_a_cluster_answers_in_the_order_of_the_tasks(
    protected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeRay()
    monkeypatch.setitem(sys.modules, "ray", fake)
    cluster = ray_cluster(protected)
    tasks = list(range(-9, 9))
    assert list(cluster.map(abs, tasks)) == [abs(task) for task in tasks]
    assert fake.options["address"] == "local"
    assert not fake.on


def test_a_task_that_the_cluster_loses_is_said() -> None:
    fake = FakeRay(loses=True)
    with pytest.raises(WorkerDiedError):
        list(RayCluster(ray=fake, address="local").map(abs, [1]))
    assert not fake.on


@pytest.fixture
def real_ray() -> Any:
    if importlib.util.find_spec("ray") is None:
        pytest.skip(
            "licet[cluster] is not installed: the identity was shown with a fake"
        )
    return importlib.import_module("ray")


def test_ray_itself_gives_the_results_of_one_process(real_ray: Any) -> None:
    tasks = list(range(-50, 50))
    cluster = RayCluster(ray=real_ray, address="local")
    assert list(cluster.map(abs, tasks)) == list(OneProcess().map(abs, tasks))
