"""Several parsers at once, each in its own process; what they read comes in the order asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import ParamSpec, Self, TypeVar

from intake.patience import Patience

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

#: Tasks for each parser that wait or are done and not fetched: as many records are in memory.
_WINDOW = 4


class Crew:
    """`jobs` parsers. Each is begun when it is first needed."""

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = jobs
        self._all = [Patience() for _ in range(jobs)]
        self._free: SimpleQueue[Patience] = SimpleQueue()
        for one in self._all:
            self._free.put(one)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._all:
            one.end()

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function returns, by whichever parser is free. Raises as Patience.call does."""
        patience = self._free.get()
        try:
            return patience.call(function, *args, **kwargs)
        finally:
            self._free.put(patience)

    def map(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """`function` of each task, in the order of the tasks, as many at once as there are
        parsers. What the function raises is raised in its turn."""
        if self._jobs == 1:
            yield from map(function, tasks)
            return
        pool = ThreadPoolExecutor(self._jobs)
        waiting: deque[Future[R]] = deque()
        try:
            for task in tasks:
                waiting.append(pool.submit(function, task))
                if len(waiting) >= self._jobs * _WINDOW:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
