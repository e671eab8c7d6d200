"""Modules stay small and tested, folders small; no file kept in git knows the machine it was written on."""

import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_MODULE = 300
FULLEST_FOLDER = 12
"""Modules that a folder may hold, ``__init__`` not counted: a newcomer reads its listing at a glance."""
MODULES = sorted(path.relative_to(ROOT) for path in (ROOT / "analysis" / "turningpoint").rglob("*.py"))

TESTED_ELSEWHERE = {"analysis/turningpoint/arrays.py": "a name for a type, which mypy holds"}
"""Modules without a test file of their own, each with the reason. Empty is best."""

FORBIDDEN = {
    "a path of one machine": r"(?<![\w.~$})\]/:-])/(?:home|root|Users|work)/\w",
    "a folder beside the project": r"\.\./shared\b",
    "a package registry": r"\b(?:pypi|pythonhosted|npmjs|anaconda)\.(?:org|com|io)\b",
    "an address to download a package from": r"https?://\S+\.(?:whl|tar\.gz|tgz)\b",
    "another package index": r"--(?:extra-index-url|index-url|find-links)\b",
}


def too_long(name: str, text: str) -> list[str]:
    lines = len(text.splitlines())
    return [f"{name} has {lines} lines: past {LONGEST_MODULE} it is two ideas"] if lines > LONGEST_MODULE else []


def too_full(modules: Sequence[Path]) -> list[str]:
    sizes = Counter(module.parent for module in modules if module.name != "__init__.py")
    return [f"{folder} has {size} modules: divide it" for folder, size in sizes.items() if size > FULLEST_FOLDER]


def without_init(modules: Sequence[Path]) -> list[str]:
    """Folders of modules that are no package, so that neither the contract of imports nor an installation has them."""
    packages = {module.parent for module in modules if module.name == "__init__.py"}
    return sorted({str(module.parent) for module in modules} - {str(folder) for folder in packages})


def mirror(module: Path) -> Path:
    """Where a module's tests stand: tests/its/regression/test_glm.py for …/turningpoint/its/regression/glm.py."""
    return Path("tests", *module.parts[2:-1], f"test_{module.name}")


def untested(module: Path, root: Path) -> list[str]:
    if module.name == "__init__.py" or module.as_posix() in TESTED_ELSEWHERE:
        return []
    test = root / mirror(module)
    found = test.is_file() and re.search(r"^\s*(?:async )?def test_", test.read_text(), flags=re.MULTILINE)
    return [] if found else [f"{module} has no test in {mirror(module)}"]


def local_knowledge(name: str, text: str) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1} names {what}: {match[0]}"
        for what, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, text)
    ]


def tracked_texts() -> dict[str, str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this copy of the project is not a git checkout, so there is no list of kept files")
    texts = {}
    for name in filter(None, listed.stdout.split("\0")):
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or a file deleted and not yet committed
    return texts


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_is_short(module: Path) -> None:
    assert too_long(str(module), (ROOT / module).read_text()) == []


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_has_its_test_file(module: Path) -> None:
    assert untested(module, ROOT) == []


def test_folders_are_small_and_are_packages() -> None:
    assert too_full(MODULES) == []
    assert without_init(MODULES) == []


def test_modules_tested_elsewhere_exist_and_have_a_reason() -> None:
    assert [name for name, reason in TESTED_ELSEWHERE.items() if not reason or not (ROOT / name).is_file()] == []


def test_no_kept_file_knows_this_machine() -> None:
    assert [problem for name, text in tracked_texts().items() for problem in local_knowledge(name, text)] == []


def test_a_long_module_is_seen() -> None:
    assert too_long("a.py", "x = 1\n" * LONGEST_MODULE) == []
    assert too_long("a.py", "x = 1\n" * (LONGEST_MODULE + 1)) != []


def test_a_full_folder_and_one_without_init_are_seen() -> None:
    modules = [Path("room", f"m{number}.py") for number in range(FULLEST_FOLDER)]
    assert too_full([*modules, Path("room/__init__.py")]) == []
    assert too_full([*modules, Path("room/one_more.py")]) != []
    assert without_init(modules) == ["room"]
    assert without_init([*modules, Path("room/__init__.py")]) == []


def test_a_missing_or_empty_test_file_is_seen(tmp_path: Path) -> None:
    module = Path("analysis/turningpoint/its/regression/glm.py")
    assert untested(module, tmp_path) != []
    test = tmp_path / "tests" / "its" / "regression" / "test_glm.py"
    test.parent.mkdir(parents=True)
    test.write_text('"""Nothing yet."""\n')
    assert untested(module, tmp_path) != []
    test.write_text("def test_fit():\n    assert True\n")
    assert untested(module, tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        "read /" + "home/someone/data.csv",
        '"/' + 'root/project"',
        "see .." + "/shared/METHODS.md",
        "https://files.python" + "hosted.org/simple",
        "pip install https://example.com/" + "package-1.0.tar.gz",
        "pip install --extra-" + "index-url x",
    ],
)
def test_local_knowledge_is_seen(text: str) -> None:
    assert local_knowledge("sample", text) != []


@pytest.mark.parametrize("text", ["https://example.org/home/news", "reports/home/x", "1/home", "~/home/x"])
def test_ordinary_addresses_pass(text: str) -> None:
    assert local_knowledge("sample", text) == []
