"""The targets and scripts that the documentation promises."""

import os
import re
import subprocess
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
TARGETS = ["install", "system", "run", "demo", "test", "e2e", "bench", "check", "format", "lock", "clean", "help"]


def test_help_lists_every_target():
    output = subprocess.run(["make", "help"], cwd=BASE, capture_output=True, text=True, check=True).stdout
    assert sorted(re.findall(r"^  make (\w+)", output, re.M)) == sorted(TARGETS)


@pytest.mark.parametrize("script", ["bin/apt-install", "bin/install", "bin/test", "bin/fresh-machine", ".ci/run"])
def test_scripts_are_executable_and_parse(script):
    assert os.access(BASE / script, os.X_OK)
    shell = "bash" if "bash" in (BASE / script).read_text().splitlines()[0] else "sh"
    assert subprocess.run([shell, "-n", BASE / script], capture_output=True, text=True, check=False).stderr == ""


def test_missing_package_is_one_sentence_for_an_ordinary_person(tmp_path):
    for name, lines in {"apt-get": "exit 1", "id": "echo 1000", "sudo": "exit 1"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{lines}\n")
        (tmp_path / name).chmod(0o755)
    answer = subprocess.run(
        [BASE / "bin/apt-install", "Pango manque", "libpango-1.0-0"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr == "Pango manque : tapez « sudo apt-get install libpango-1.0-0 », puis recommencez.\n"


def test_too_old_python_is_refused(tmp_path):
    (tmp_path / "old").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "old").chmod(0o755)
    answer = subprocess.run(
        [BASE / "bin/install"],
        env=os.environ | {"PYTHON": str(tmp_path / "old")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "Python 3.11 ou plus récent" in answer.stderr
