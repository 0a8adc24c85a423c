"""The real thing: `iq4d serve --demo` with web, worker and clock, in a folder and on a port of its own."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
# Quiet: no look-ups, no updates, no sandbox of its own inside a container.
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ANSWERS_WITHIN = 60.0  # seconds
ROUND = """
from django.utils import timezone
from iq4d.web.deeds.tasks import ask_how_it_went
from iq4d.web.notices.tasks import bundle_mails
ask_how_it_went(timezone.now())
bundle_mails(timezone.now())
"""
WORDS_GO = """
from datetime import timedelta
from django.utils import timezone
from iq4d.web.dialogues.actions.letting_go import decide
from iq4d.web.dialogues.models import Dialogue
decide(dialogue=Dialogue.objects.get(key="{key}"), now=timezone.now() + timedelta(days=9))
"""
_environments: dict[str, dict[str, str]] = {}  # by the address they serve


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """Serve a fresh demo from `folder`; gives its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("IQ4D_", "DJANGO_", "DATABASE_"))}
    ours |= {"IQ4D_DATA_DIR": str(folder / "data"), "IQ4D_SECRET_KEY": secrets.token_urlsafe(50)}
    _environments[f"http://localhost:{port}"] = ours | {"IQ4D_DEMO": "1", "IQ4D_URL": f"http://localhost:{port}"}
    command = [sys.executable, "-m", "iq4d", "serve", "--demo", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, env=ours, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://localhost:{port}/", process, folder / "serve.log")
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def clock_goes_round(address: str) -> None:
    """Ask how deeds went and send the mail of the day, without waiting five minutes for it."""
    _ask(address, ROUND)


def days_go_by(address: str, key: str) -> None:
    """The moment comes at which the words of this dialogue stay or go: as the clock does it, days later."""
    _ask(address, WORDS_GO.format(key=key))


def _ask(address: str, script: str) -> None:
    command = [sys.executable, "-m", "iq4d", "manage", "shell", "--no-imports", "-c", script]
    subprocess.run(command, env=_environments[address], check=True, capture_output=True, timeout=60)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the demo does not answer:\n{log.read_text(errors='replace')}")
