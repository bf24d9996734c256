"""Many blocks to many answers, in order: in this process, in local ones, or on a cluster."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from typing import Protocol, TypeVar

from licet.bulk.errors import WorkerDiedError

Task = TypeVar("Task")
Result = TypeVar("Result")
# So many blocks a worker are read ahead: no worker waits, and memory stays flat.
AHEAD = 2


class Executor(Protocol):
    """Whoever does the work. Which one it is can never change a result."""

    def map(
        self, work: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Result]:
        """The results in the order of the tasks; only a few tasks are held at once.

        Args:
            work: A pure function that can be sent to another process.
            tasks: Read one by one, as workers come free.

        Raises:
            WorkerDiedError: Whoever worked on a task ended before it answered.
        """


@dataclass(frozen=True, slots=True)
class OneProcess:
    """Everything in this process, one task after the other."""

    def map(
        self, work: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Result]:
        """The results in the order of the tasks."""
        return map(work, tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalProcesses:
    """Processes of this machine, begun fresh: nothing of this one is copied into them.

    Attributes:
        workers: How many, at least one.
    """

    workers: int

    def map(
        self, work: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[Result]:
        """The results in the order of the tasks.

        Raises:
            WorkerDiedError: A process ended before it answered.
        """
        pool = ProcessPoolExecutor(
            self.workers, mp_context=get_context("spawn"), initializer=end_with_parent
        )
        try:
            yield from in_order(
                (pool.submit(work, task) for task in tasks), self.workers * AHEAD
            )
        except BrokenProcessPool as error:
            raise WorkerDiedError from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def in_order(futures: Iterable["Future[Result]"], ahead: int) -> Iterator[Result]:
    """The results of futures in their order, with at most ``ahead`` of them begun."""
    begun: deque[Future[Result]] = deque()
    for future in futures:
        begun.append(future)
        if len(begun) >= ahead:
            yield begun.popleft().result()
    while begun:
        yield begun.popleft().result()


def end_with_parent() -> None:
    """End this process when the one that began it is gone, killed or not."""
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        connection.wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
