import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from iq4d.web.journal.tasks import tick


class Command(BaseCommand):
    help = "The clock: starts the jobs that come round. Any number may run; each turn is taken once."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            tick(timezone.now())
            stop.wait(10)
