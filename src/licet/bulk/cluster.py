"""Ray as an executor: the only module that knows it, and only over a protected connection."""

import importlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.bulk.errors import ClusterUnsafeError, MissingExtraError, WorkerDiedError
from licet.bulk.executor import AHEAD, Result, Task

ADDRESS = "LICET_RAY_ADDRESS"
LOCAL = "local"
_FILES = ("RAY_TLS_SERVER_CERT", "RAY_TLS_SERVER_KEY", "RAY_TLS_CA_CERT")


def require_protection(environment: Mapping[str, str]) -> None:
    """Refuse a cluster that anybody could talk to, or listen to.

    Args:
        environment: The environment variables that Ray itself reads.

    Raises:
        ClusterUnsafeError: Token authentication or TLS is not on, or half set.
    """
    token = environment.get("RAY_AUTH_TOKEN")
    path = environment.get("RAY_AUTH_TOKEN_PATH")
    if environment.get("RAY_AUTH_MODE") != "token":
        raise ClusterUnsafeError("token authentication (RAY_AUTH_MODE=token)")
    if not token and not (path and Path(path).is_file()):
        raise ClusterUnsafeError("a token (RAY_AUTH_TOKEN_PATH names no file)")
    if environment.get("RAY_USE_TLS") != "1":
        raise ClusterUnsafeError("TLS (RAY_USE_TLS=1)")
    for name in _FILES:
        if not Path(environment.get(name) or "/nowhere").is_file():
            raise ClusterUnsafeError(f"a TLS file ({name} names none)")


def ray_cluster(environment: Mapping[str, str]) -> "RayCluster":
    """The cluster that the environment names.

    Args:
        environment: ``LICET_RAY_ADDRESS`` and what Ray itself reads.

    Raises:
        ClusterUnsafeError: It is not protected, or no address is set.
        MissingExtraError: Ray is not installed.
    """
    address = environment.get(ADDRESS, "")
    if not address:
        raise ClusterUnsafeError(f"an address ({ADDRESS})")
    require_protection(environment)
    try:
        ray = importlib.import_module("ray")
    except ImportError as error:
        raise MissingExtraError("The executor ray", "cluster") from error
    return RayCluster(ray=ray, address=address)


@dataclass(frozen=True, slots=True, kw_only=True)
class RayCluster:
    """A running Ray cluster; ``local`` begins one on this machine.

    Every machine of it must see the state folder under the same path: the index is opened
    there, memory-mapped, once a process.
    """

    ray: Any
    address: str

    def map(
        self, work: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Result]:
        """The results in the order of the tasks.

        Raises:
            WorkerDiedError: A task was tried again and died again.
        """
        ray = self.ray
        ray.init(
            address=self.address,
            ignore_reinit_error=True,
            include_dashboard=False,
            log_to_driver=False,
        )
        try:
            ahead = max(1, int(ray.cluster_resources().get("CPU", 1))) * AHEAD
            remote, shared = ray.remote(_do), ray.put(work)
            begun: deque[Any] = deque()
            for task in tasks:
                begun.append(remote.remote(shared, task))
                if len(begun) >= ahead:
                    yield ray.get(begun.popleft())
            while begun:
                yield ray.get(begun.popleft())
        except ray.exceptions.WorkerCrashedError as error:
            raise WorkerDiedError from error
        finally:
            ray.shutdown()


def _do(work: Callable[[Task], Result], task: Task) -> Result:
    return work(task)
