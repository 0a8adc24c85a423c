"""What an installation has to say before it starts, and what Django thinks of how it is set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
SECRET = "k3Jd8sQ1zX9vB6nM4wE7rT2yU5iO0pA-long-enough-for-anybody-to-guess"
RIGHT = {"IQ4D_SECRET_KEY": SECRET, "IQ4D_URL": "https://iq4d.example.org"}


def manage(tmp_path: Path, *command: str, **said: str) -> subprocess.CompletedProcess[str]:
    """A command of Django in an environment that says just this."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("IQ4D_", "DJANGO_", "DATABASE_"))}
    env |= {"DJANGO_SETTINGS_MODULE": "iq4d.web.settings", "PYTHONPATH": str(SOURCE), "IQ4D_DATA_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=env | said,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )


@pytest.mark.parametrize("missing", ["IQ4D_SECRET_KEY", "IQ4D_URL"])
def test_it_does_not_start_without_a_secret_or_an_address(tmp_path: Path, missing: str) -> None:
    said = {name: value for name, value in RIGHT.items() if name != missing}
    done = manage(tmp_path, "check", **said)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert f"{missing} is not set" in last
    assert list(tmp_path.iterdir()) == []


def test_set_right_it_starts_and_django_has_no_advice(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **RIGHT)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_over_plain_http_django_has_advice(tmp_path: Path) -> None:
    """Control: the check sees what is set."""
    done = manage(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING", **RIGHT | {"IQ4D_URL": "http://iq4d.example.org"}
    )
    assert done.returncode != 0
    assert "security.W012" in done.stderr


def test_models_and_migrations_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    done = manage(tmp_path, "makemigrations", "--check", "--dry-run", **RIGHT)
    assert done.returncode == 0, done.stdout + done.stderr
