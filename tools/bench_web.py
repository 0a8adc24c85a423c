"""What a page costs: CPU milliseconds of server and database together, on SQLite and on PostgreSQL.

    python tools/bench_web.py          (make bench-web)

A real server (granian, one worker) is asked over one kept connection; the CPU time of it and of the database's
processes is read before and after. Absolute figures move with the machine: each is printed with its ratio to a plain
page of the same run (who is here, and words), and with the number of queries. The pages are asked in turn, in rounds,
so that a busy moment of the machine meets them all; the median round counts, and the least and most are told. Only
loopback is asked, for a bounded number of times.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from postgres import throwaway

ROUNDS = 9
ASKED = 40  # requests per page in a round
WARM = 30
TICKS = os.sysconf("SC_CLK_TCK")
WORDS = (
    "I see it differently: on our ward the list is there so that nobody has to remember. What it costs is that nobody "
    "looks up any more. Last week we left it in the drawer for one morning, and two people began to talk to each other."
)  # about 45 words; two of these are a contribution of some 90


def set_up(folder: Path, url: str | None) -> dict[str, str]:
    """The settings, as the environment has them."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("IQ4D_", "DJANGO_", "DATABASE_"))}
    told = {
        "IQ4D_DATA_DIR": str(folder), "IQ4D_URL": "http://localhost:8000", "IQ4D_SECRET_KEY": "b" * 40,
        "DJANGO_SETTINGS_MODULE": "iq4d.web.settings",
        "IQ4D_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }  # fmt: skip
    return ours | told | ({"DATABASE_URL": url} if url else {})


def fill() -> None:
    """In a process of its own: a circle, dialogues of 20 and of 200 contributions, a session. Prints what to ask."""
    import django

    django.setup()
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from iq4d.web.circles.actions import found_circle
    from iq4d.web.dialogues.actions import people, starting, writing
    from iq4d.web.mirror import actions as mirror
    from iq4d.web.people.models import Person
    from iq4d.web.people.signed_in import BACKEND

    now = timezone.now()
    ada = Person.objects.create_user(email="ada@example.org", password=None, name="Ada")
    circle = found_circle(person=ada, name="Bench", about="", language="en", now=now)
    others = [Person.objects.create_user(None, name=f"Guest {n}") for n in range(7)]
    paths = {}
    for size in (20, 200):
        with transaction.atomic():
            held = starting.start(person=ada, sentence="What do you do with a list?", circle=circle, now=now)
            for one in others:
                people.come_in(person=one, dialogue=held, invite=None, now=now)
            for n in range(size - 1):
                about = n if n % 3 == 2 else 1 if n % 3 else None
                words = f"**{n}** {WORDS}\n\n{WORDS}"
                who = others[n % len(others)]
                writing.write(
                    person=who, dialogue=held, kind="view", step="reactions", source=words, about=about, now=now
                )
        mirror.ask(dialogue=held, now=now)
        mirror.compute(dialogue=held, now=now)
        paths[f"dialogue of {size}"] = held.get_absolute_url()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(ada.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = ada.get_session_auth_hash()
    session.save()
    paths |= {"circle": circle.get_absolute_url(), "home": "/", "start": "/start/", "plain page": "/about/"}
    print(settings.SESSION_COOKIE_NAME, session.session_key)
    for name, path in paths.items():
        print(f"{name}\t{path}\t{queries(ada, path)}")


def queries(person: object, path: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from iq4d.web.people.signed_in import BACKEND

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(person, backend=BACKEND)
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(asked)


def cpu_of(pids: list[int]) -> float:
    """CPU seconds of these processes and of their children that ended."""
    spent = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        spent += sum(map(int, fields[11:15]))
    return spent / TICKS


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def postgres_processes(url: str | None) -> list[int]:
    if url is None:
        return []
    port = url.rsplit(":", 1)[1].split("/")[0]
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"-p {port} " in words and "postgres" in words.split(" ")[0]:
            return family(int(entry.parent.name))
    return []


def bench(name: str, url: str | None) -> None:
    with tempfile.TemporaryDirectory(prefix="iq4d-bench-") as folder:
        env = set_up(Path(folder), url)
        told = subprocess.run(
            [sys.executable, __file__, "fill"], env=env, check=True, capture_output=True, text=True
        ).stdout.splitlines()
        cookie, key = told[0].split()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
            "--blocking-threads", "1", "--no-ws", "--log-level", "warning", "iq4d.web.wsgi:application",
        ]  # fmt: skip
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        try:
            rows = [line.split("\t") for line in told[1:]]
            headers = {"Host": "localhost", "Cookie": f"{cookie}={key}"}
            figures = ask(port, {page: path for page, path, _ in rows}, headers, server.pid, url)
        finally:
            server.terminate()
            server.wait(10)
        plain = figures["plain page"][0]
        print(f"\n{name}: CPU ms a page (server + database; least, most), ratio to the plain page, queries, KB")
        for page, _path, asked in rows:
            spent, size = figures[page]
            each = sorted(spent)
            ratio = median(one / of for one, of in zip(spent, plain, strict=True))
            print(
                f"  {page:<18} {median(each):6.2f} ms ({each[0]:5.2f}, {each[-1]:5.2f})   x{ratio:4.1f}"
                f"   {asked:>3} queries   {size / 1000:6.1f} KB"
            )


def ask(
    port: int, paths: dict[str, str], headers: dict[str, str], pid: int, url: str | None
) -> dict[str, tuple[list[float], int]]:
    """By page: CPU ms a request in each round, and bytes of the body. Over one kept connection."""
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.connect()
            break
        except ConnectionRefusedError:
            time.sleep(0.1)

    def one(path: str) -> int:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status)
        return len(body)

    found: dict[str, tuple[list[float], int]] = {}
    for page, path in paths.items():
        for _ in range(WARM):
            found[page] = ([], one(path))
    pids = family(pid) + postgres_processes(url)
    for _ in range(ROUNDS):
        for page, path in paths.items():
            before = cpu_of(pids)
            for _ in range(ASKED):
                one(path)
            found[page][0].append((cpu_of(pids) - before) * 1000 / ASKED)
    return found


def main() -> None:
    bench("SQLite", None)
    with throwaway() as url:
        if url is None:
            print("\nPostgreSQL: no server is installed here")
            return
        bench("PostgreSQL", url)


if __name__ == "__main__":
    (fill if sys.argv[1:] == ["fill"] else main)()
