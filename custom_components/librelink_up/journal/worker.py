"""The one thread in which a journal works."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread

_END_SECONDS = 1.0


class Worker:
    """A thread that does one thing after the other.

    It is daemonic: a disk that does not answer any more must not keep the process from ending.
    """

    def __init__(self, name: str) -> None:
        """Start the thread."""
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def run[T](self, function: Callable[[], T]) -> T:
        """Return what a function returns; once begun it is done, whoever waits for it being cancelled or not."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # What runs cannot be cancelled.

        def _job() -> None:
            try:
                future.set_result(function())
            except BaseException as err:  # noqa: BLE001 - it belongs to whoever waits
                future.set_exception(err)

        self._jobs.put(_job)
        return await asyncio.wrap_future(future)

    def end(self) -> None:
        """Let the thread end when it has nothing left to do, and wait a moment for that."""
        self._jobs.put(None)
        self._thread.join(_END_SECONDS)

    def _work(self) -> None:
        while job := self._jobs.get():
            job()
            del job  # It holds what it was called with.
