"""One function over many things, in several processes, with the answers in the order of the things.

Bounded: however long the stream is, no more than a few of its things are under way or waiting. Each process starts
anew (spawn), so nothing of the caller's state, locks or threads leaks into it, and every system behaves alike; a script
that calls this needs the usual `if __name__ == "__main__":`.
"""

from __future__ import annotations

import pickle
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar, cast

from iq4d.errors import IQ4DError
from iq4d.speech import Text, text

__all__ = ["in_order"]

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

AHEAD = 2  # things handed out before the first of them was answered and taken, per process
DIED = text("A process that helped to measure was ended from outside, perhaps for want of memory.")
DIED_TODO = text("Try again with fewer processes or smaller batches.")


def in_order(function: Callable[[Thing], Answer], things: Iterable[Thing], jobs: int = 1) -> Iterator[Answer]:
    """function(thing) for each of the things, in their order; with one job in this process, lazily.

    What the function or the things raise is raised in its turn, after the answers before it; an IQ4DError says where a
    process died. Whoever stops early (an error, Ctrl-C, no more interest) leaves no process behind.
    """
    if jobs < 1:
        raise ValueError("it takes at least one job")
    if jobs == 1:
        yield from map(function, things)
        return
    with _crew(function, jobs) as crew:
        yield from crew.answers(iter(things))


class _Crew:
    """The processes, what each of them is busy with, and what they answered that nobody has taken yet."""

    def __init__(self, function: Callable[[Any], Any], jobs: int) -> None:
        self.function, self.jobs = function, jobs
        self.context = get_context("spawn")
        self.workers: dict[Connection, BaseProcess] = {}
        self.idle: list[Connection] = []
        self.busy: dict[Connection, int] = {}
        self.answered: dict[int, tuple[bool, Any]] = {}

    def answers(self, things: Iterator[Any]) -> Iterator[Any]:
        handed = taken = 0
        more = True
        while True:
            while more and handed - taken < AHEAD * self.jobs and (self.idle or len(self.workers) < self.jobs):
                try:
                    thing = next(things)
                except StopIteration:
                    more = False
                    break
                except Exception as error:  # told in its turn: what came before is given first
                    self.answered[handed] = (False, error)
                    more = False
                    break
                self._hand(handed, thing)
                handed += 1
            if taken in self.answered:
                fine, answer = self.answered.pop(taken)
                if not fine:
                    raise answer
                taken += 1
                yield answer
            elif self.busy:
                self._collect()
            else:
                return

    def _hand(self, number: int, thing: Any) -> None:
        worker = self.idle.pop() if self.idle else self._start()
        with suppress(BrokenPipeError, ConnectionResetError):  # it died meanwhile: `_collect` finds out
            worker.send(thing)  # never blocks for long: who is idle is reading
        self.busy[worker] = number

    def _start(self) -> Connection:
        ours, theirs = self.context.Pipe()
        with _interrupts_held():
            process = self.context.Process(target=_work, args=(theirs, self.function), daemon=True)
            process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        self.workers[ours] = process
        return ours

    def _collect(self) -> None:
        for worker in wait(list(self.busy)):
            worker = cast("Connection", worker)
            number = self.busy.pop(worker)
            try:
                fine, answer = worker.recv()
            except (EOFError, ConnectionResetError):
                fine, answer = False, IQ4DError(DIED, todo=DIED_TODO)
            else:
                self.idle.append(worker)
                if isinstance(answer, _Told):
                    answer = IQ4DError(answer.what, where=answer.where, todo=answer.todo)
            self.answered[number] = (fine, answer)

    def end(self) -> None:
        for worker, process in self.workers.items():
            worker.close()
            process.terminate()
        for process in self.workers.values():
            process.join()


@contextmanager
def _crew(function: Callable[[Any], Any], jobs: int) -> Iterator[_Crew]:
    crew = _Crew(function, jobs)
    try:
        yield crew
    finally:
        crew.end()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process started in here never hears Ctrl-C: who started it does, and ends it without noise."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # where it begins by itself, it lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection, function: Callable[[Any], Any]) -> None:
    """What a process does: answer until nobody asks any more."""
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            thing = connection.recv()
            try:
                answer = (True, function(thing))
            except Exception as error:
                answer = (False, _portable(error))
            del thing
            connection.send(answer)
            del answer  # neither is kept while this process waits


@dataclass(frozen=True, slots=True)
class _Told:
    """An IQ4DError on its way: it takes its parts by name, which pickling does not know."""

    what: Text
    where: Text | str
    todo: Text | None


def _portable(error: Exception) -> Exception | _Told:
    """The error as something that another process can read, with the place where it happened."""
    if isinstance(error, IQ4DError):
        return _Told(error.what, error.where, error.todo)
    error.add_note("In a process that helped to measure:\n" + "".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
    except Exception:
        return RuntimeError(*error.__notes__)
    return error
