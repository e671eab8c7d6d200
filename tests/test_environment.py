"""One list of dependencies: pyproject.toml. The locks and the conda environment follow it."""

import difflib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCKS = {"dev": ROOT / "requirements.lock", "bench": ROOT / "benchmarks" / "requirements.lock"}
"""Extra → the list it is in, beside all that the package needs."""
PYTHONS = ("3.11.9", "3.12.9", "3.13.9")
PLATFORMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}

Pin = tuple[str, Version, Marker | None]


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def requirements(pyproject: dict[str, object], *extras: str) -> list[Requirement]:
    """What pyproject.toml asks for: to run, to build, and by these extras."""
    stated = [
        *pyproject["project"]["dependencies"],
        *pyproject["build-system"]["requires"],
        *(text for extra in extras for text in pyproject["project"]["optional-dependencies"][extra]),
    ]
    return [Requirement(text) for text in stated]


def pins(lock: str) -> list[Pin]:
    found = re.findall(r"^([\w.-]+)==(\S+)(?: ; (.+?))? \\$", lock, flags=re.MULTILINE)
    return [(canonicalize_name(name), Version(version), Marker(m) if m else None) for name, version, m in found]


def machines() -> Iterator[dict[str, str]]:
    """Every machine the lock is for, as packaging describes one."""
    for python in PYTHONS:
        for platform, (system, family) in PLATFORMS.items():
            yield {
                **default_environment(),
                "python_version": python.rpartition(".")[0],
                "python_full_version": python,
                "sys_platform": platform,
                "platform_system": system,
                "os_name": family,
                "extra": "",
            }


def unsatisfied(wanted: list[Requirement], locked: list[Pin]) -> list[str]:
    problems = []
    for machine in machines():
        here = {name: version for name, version, marker in locked if marker is None or marker.evaluate(machine)}
        where = f"Python {machine['python_version']} on {machine['sys_platform']}"
        for requirement in wanted:
            version = here.get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                problems.append(f"{requirement} is not met for {where}: the lock has {version}. Run `make lock`.")
    return problems


def test_every_extra_has_its_list() -> None:
    assert set(project()["project"]["optional-dependencies"]) == set(LOCKS)


@pytest.mark.parametrize("extra", LOCKS)
def test_the_lock_meets_what_pyproject_asks_for(extra: str) -> None:
    assert unsatisfied(requirements(project(), extra), pins(LOCKS[extra].read_text())) == []


def test_what_is_timed_against_stays_out_of_the_environment_of_reports_and_tests() -> None:
    assert not {"causalpy", "pymc", "pytensor", "numba"} & {name for name, _, _ in pins(LOCKS["dev"].read_text())}


@pytest.mark.parametrize("requirement", ["numpy>=1000", "a-package-nobody-locked", "numpy<1"])
def test_an_outdated_lock_is_seen(requirement: str) -> None:
    locked = pins((ROOT / "requirements.lock").read_text())
    assert "make lock" in unsatisfied([Requirement(requirement)], locked)[0]


@pytest.mark.parametrize("extra", LOCKS)
def test_every_pin_has_a_hash_and_none_an_address(extra: str) -> None:
    lock = LOCKS[extra].read_text()
    blocks = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock)) > 100
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in lock


def environment_difference(kept: str, generated: str) -> str:
    lines = difflib.unified_diff(
        kept.splitlines(), generated.splitlines(), "environment.yml", "from pyproject.toml", lineterm="", n=0
    )
    return "\n".join(lines)


def test_the_conda_environment_follows_pyproject(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    subprocess.run([sys.executable, "-m", "pyproject2conda", "project"], cwd=tmp_path, check=True, capture_output=True)
    generated = (tmp_path / "environment.yml").read_text()
    difference = environment_difference((ROOT / "environment.yml").read_text(), generated)
    assert not difference, f"environment.yml is not what pyproject.toml says. Run `make environment`.\n{difference}"


def test_a_difference_is_named() -> None:
    assert "+  - scipy>=1.15" in environment_difference("  - scipy>=1.14\n", "  - scipy>=1.15\n")


def test_names_of_conda_forge_carry_the_bounds_of_pyproject() -> None:
    wanted = {requirement.name: requirement.specifier for requirement in requirements(project(), *LOCKS)}
    renamed = project()["tool"]["pyproject2conda"]["dependencies"]
    bounds = {
        name: Requirement(entry["packages"][0]).specifier for name, entry in renamed.items() if "packages" in entry
    }
    assert set(renamed) <= set(wanted)
    assert bounds == {name: wanted[name] for name in bounds}
