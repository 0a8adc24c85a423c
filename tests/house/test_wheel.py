"""What is in the source is in the wheel: templates, static files, data and compiled Dutch too."""

import subprocess
import sys
import zipfile

import pytest

from house.project import ROOT, SOURCE, files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_every_file_of_the_source_is_in_the_wheel(wheel):
    expected = {path.relative_to(SOURCE.parent).as_posix() for path in files() if path.is_relative_to(SOURCE)}
    inside = {name for name in wheel.namelist() if name.startswith("iq4d/")}
    assert expected - inside == set()


def test_the_wheel_holds_the_licence_and_nothing_of_the_tests(wheel):
    names = wheel.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert [name for name in names if name.startswith(("tests/", "tools/", "docs/"))] == []
