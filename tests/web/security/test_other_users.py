"""Who else has an account on the machine that serves us reads nothing of what we keep."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from iq4d.errors import AddressInUse
from iq4d.web.serving import serve


def test_what_we_write_is_for_our_own_user(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(AddressInUse):
            serve(host="127.0.0.1", port=taken.getsockname()[1], workers=1, demo=False)
        (tmp_path / "iq4d.sqlite3").touch()
    finally:
        os.umask(before)
    assert (tmp_path / "iq4d.sqlite3").stat().st_mode & 0o077 == 0
