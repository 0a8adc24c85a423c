"""The real thing: `iq4d serve --demo` with web, worker and clock, in a folder and on a port of its own."""

from __future__ import annotations

import os
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


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """Serve a fresh demo from `folder`; gives its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("IQ4D_", "DJANGO_", "DATABASE_"))}
    command = [sys.executable, "-m", "iq4d", "serve", "--demo", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=ours | {"IQ4D_DATA_DIR": str(folder / "data")}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"http://localhost:{port}/", process, folder / "serve.log")
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the demo does not answer:\n{log.read_text(errors='replace')}")
