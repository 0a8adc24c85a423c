"""`iq4d serve`: the web, the worker and the clock in one command.

Three kinds of child process under one parent that starts again what falls over and stops all of them together.
"""

from __future__ import annotations

import io
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from iq4d.errors import AddressInUse, CannotStart

RESTART_AFTER = 1.0  # seconds, doubled for a process that keeps falling over, up to 30
STOP_WITHIN = 10.0  # seconds before a child is killed


@dataclass(slots=True)
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = RESTART_AFTER
    again_at: float = 0.0


def set_up() -> None:
    """Read the settings. Raises CannotStart."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iq4d.web.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as problem:  # a ValueError: no such database, port or time zone
        raise CannotStart(problem) from problem


def prepare(*, demo: bool) -> None:
    """Check the settings, bring the database and the static files up to date, fill the demo. Raises IQ4DError."""
    set_up()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", deploy=not (settings.DEBUG or demo), stdout=io.StringIO(), stderr=io.StringIO())
    except SystemCheckError as problem:
        raise CannotStart(problem) from problem

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if demo:
        from django.utils import timezone

        from iq4d.web.demo.cast import enter

        enter(timezone.now())
    from django.db import connections

    connections.close_all()


def children(*, host: str, port: int, workers: int) -> list[Child]:
    python = sys.executable
    web = [
        python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "iq4d.web.wsgi:application",
    ]  # fmt: skip
    manage = [python, "-m", "iq4d", "manage"]
    return [
        Child("web", web),
        Child("worker", [*manage, "db_worker", "--no-reload", "--interval", "0.5", "--verbosity", "0"]),
        Child("clock", [*manage, "clock"]),
    ]


def run(family: list[Child]) -> int:
    """Keep the children running until we are told to stop; gives the exit code."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        while not stop.is_set():
            now = time.monotonic()
            for child in family:
                _tend(child, now)
            stop.wait(0.5)
    finally:
        _end(family)
    return 0


def _tend(child: Child, now: float) -> None:
    if child.process is None:
        if now >= child.again_at:
            # a group of its own: Ctrl-C reaches the parent, which stops the children in order
            child.process, child.started = subprocess.Popen(child.command, start_new_session=True), now  # noqa: S603
        return
    code = child.process.poll()
    if code is None:
        if now - child.started > 30:
            child.wait = RESTART_AFTER
        return
    print(f"iq4d: the {child.name} stopped (exit {code}); starting it again in {child.wait:.0f} s", file=sys.stderr)
    child.process, child.again_at = None, now + child.wait
    child.wait = min(child.wait * 2, 30)


def _end(family: list[Child]) -> None:
    running = [child.process for child in family if child.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def serve(*, host: str, port: int, workers: int, demo: bool) -> int:
    """Everything needed to use IQ4D, on one address. Gives the exit code."""
    os.umask(0o077)  # people's words: nobody else on this machine reads the database, the photos or the uploads
    if demo:
        os.environ.setdefault("IQ4D_DEMO", "1")
        os.environ.setdefault("IQ4D_URL", f"http://localhost:{port}")
        os.environ.setdefault("IQ4D_DATA_DIR", str(Path(".iq4d/demo").absolute()))
        os.environ.setdefault("IQ4D_SECRET_KEY", _kept_secret(Path(os.environ["IQ4D_DATA_DIR"])))
    _require_free(host, port)
    prepare(demo=demo)
    _welcome(demo=demo)
    return run(children(host=host, port=port, workers=workers))


def _require_free(host: str, port: int) -> None:
    """The server would share a taken port without a word, and people land on either. Raises IQ4DError."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise AddressInUse(f"{host}:{port}") from problem


def _kept_secret(folder: Path) -> str:
    kept = folder / "secret-key"
    if not (kept.exists() and kept.read_text()):  # empty: stopped while it was written
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


def _welcome(*, demo: bool) -> None:
    from django.conf import settings

    lines = [f"IQ4D serves on {settings.URL} (Ctrl-C stops it)"]
    if demo:
        from iq4d.web.demo.cast import PASSWORD, PEOPLE

        lines.append(f"Step in with one click: {settings.URL}/demo/")
        lines += [f"  {told['name']:<14} {told['email']:<22} password {PASSWORD}" for told in PEOPLE.values()]
    print("\n".join(lines), flush=True)
