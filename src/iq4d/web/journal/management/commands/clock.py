import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from iq4d.web.journal.tasks import tick

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "The clock: starts the jobs that come round. Any number may run; each turn is taken once."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            try:
                tick(timezone.now())
            except DatabaseError:  # locked or away: the clock outlives it
                log.exception("the clock could not reach the database")
            stop.wait(10)
