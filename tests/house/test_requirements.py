"""The locks: whole, with hashes, without addresses, and one version of everything."""

import re
import tomllib

import pytest

from house.project import ROOT, words

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(lock: str) -> list[str]:
    """The requirements of a lock, each with the lines that belong to it; comments left out."""
    lines = [line for line in lock.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [entry.strip() for entry in joined.splitlines()]


def pins(lock: str) -> dict[str, str]:
    return {normal(match[1]): match[2] for entry in entries(lock) if (match := PIN.match(entry))}


def loose(lock: str) -> list[str]:
    """Entries that are not pinned to one version with at least one hash."""
    return [entry.split()[0] for entry in entries(lock) if not (PIN.match(entry) and HASH.search(entry))]


def addresses(lock: str) -> list[str]:
    return re.findall(r"\S+://\S+|^\s*-(?:i|f|-(?:extra-)?index-[u]rl|-find-[l]inks)\b.*", lock, flags=re.MULTILINE)


def test_the_locks_are_there():
    assert [path.name for path in LOCKS] == ["base.txt", "bench.txt", "build.txt", "test.txt", "train.txt"]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_entry_is_pinned_and_hashed_and_no_address_is_told(path):
    assert len(pins(words(path))) >= 5
    assert loose(words(path)) == []
    assert addresses(words(path)) == []


def test_a_loose_entry_and_an_address_would_be_seen():
    digest = "0" * 64
    assert loose(f"rich==15.0\n    # via iq4d\nnh3==0.3 \\\n    --hash=sha256:{digest}\n") == ["rich==15.0"]
    assert loose(f"rich>=15 --hash=sha256:{digest}") == ["rich>=15"]
    assert addresses("--index" + "-url elsewhere") != []


def test_the_locks_agree_on_every_version():
    versions: dict[str, set[str]] = {}
    for path in LOCKS:
        for name, version in pins(words(path)).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def asked(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in requirements)
    return {normal(match[0]) for match in found if match}


def test_everything_asked_for_is_locked():
    project = tomllib.loads(words(ROOT / "pyproject.toml"))["project"]
    base = pins(words(ROOT / "requirements" / "base.txt"))
    assert asked(project["dependencies"]) - base.keys() == set()
    for name in ("bench", "build", "test", "train"):
        lines = [line for line in words(ROOT / "requirements" / f"{name}.in").splitlines() if not line.startswith("#")]
        assert asked(lines) - pins(words(ROOT / "requirements" / f"{name}.txt")).keys() == set()
    assert asked(["whitenoise[brotli]>=6.12", "Django>=5.2,<6"]) == {"whitenoise", "django"}
