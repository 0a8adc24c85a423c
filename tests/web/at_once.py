"""Several people doing something in the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

Made = TypeVar("Made")


def at_once(*acts: Callable[[], Made]) -> list[Made]:
    """What each act gives, all begun together. Asks for `django_db(transaction=True)`.

    SQLite in memory, as the tests have it, says "table is locked" where a file waits its turn: here we wait for it.
    """
    start, made, failed = threading.Barrier(len(acts)), [], []

    def run(act: Callable[[], Made]) -> None:
        start.wait()
        try:
            for last in [False] * 200 + [True]:
                try:
                    made.append(act())
                    return
                except OperationalError as problem:
                    if last or "locked" not in str(problem):
                        raise
                    time.sleep(0.01)
        except Exception as problem:
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return made
