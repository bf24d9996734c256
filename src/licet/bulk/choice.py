"""Which executor an option or a setting names."""

import os

from licet.bulk.cluster import ray_cluster
from licet.bulk.executor import Executor, LocalProcesses, OneProcess
from licet.kernel import InputError


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def executor_for(name: str, *, workers: int | None = None) -> Executor:
    """The executor that an option or a setting names.

    Args:
        name: ``local`` or ``ray``.
        workers: Processes of this machine; as many as it has cores when not stated.

    Raises:
        InputError: There is no such executor.
        MissingExtraError: Ray is not installed.
        ClusterUnsafeError: The cluster is not protected.
    """
    if name not in {"local", "ray"}:
        raise InputError(f"There is no executor {name!r}. Use local or ray.")
    if name == "ray":
        return ray_cluster(os.environ)
    count = workers or cores()
    return OneProcess() if count == 1 else LocalProcesses(workers=count)
