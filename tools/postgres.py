"""A PostgreSQL of one's own for as long as it is needed: in a folder that goes with it, on a port of its own.

with throwaway() as url: ...     # url for DATABASE_URL; None where no PostgreSQL server is installed
python tools/postgres.py COMMAND ...    # run a command with DATABASE_URL set; exit 77 where there is none
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, which Debian keeps out of the path; the newest where there are several."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name.split(".")[0]))
    return next((one for one in reversed(folders) if (one / "initdb").exists()), None)


@contextmanager
def throwaway() -> Iterator[str | None]:
    """The address of a fresh server, stopped and removed afterwards. fsync stays on: writes cost what they cost."""
    bin_ = binaries()
    if bin_ is None:
        yield None
        return
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="iq4d-postgres-"))
    as_user: list[str] = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(*command: str | Path) -> None:
        subprocess.run([*as_user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    try:
        run(bin_ / "initdb", "-D", folder / "data", "-U", "iq4d", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        run(bin_ / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgres://iq4d@127.0.0.1:{port}/postgres"
        finally:
            run(bin_ / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    with throwaway() as url:
        if url is None:
            print("No PostgreSQL server is installed here.", file=sys.stderr)
            return 77
        return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    raise SystemExit(main())
