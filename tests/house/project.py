"""What the tests of our own rules look at: the files of the project, and its tools as modules."""

import importlib.util
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "iq4d"
WEB = SOURCE / "web"


def load_tool(name: str) -> ModuleType:
    """tools/NAME.py as a module, without making the folder a package."""
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """The project's files with one of these endings (none given: all), tracked by git or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
        names = [name for name in names if not name.startswith((".venv/", ".git/", ".iq4d/"))]
    paths = (ROOT / name for name in names if not suffixes or name.endswith(suffixes))
    return tuple(sorted(path for path in paths if path.is_file()))


def words(path: Path) -> str:
    """The file's text; empty for a picture or another file that is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
