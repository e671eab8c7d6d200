"""What a report depends on, as hashes: parameters, data, code, notebooks, packages. Never file times."""

import hashlib
import json
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import turningpoint
from turningpoint.errors import DataError
from turningpoint.reports.settings.parameters import FILES, Parameters, shareable

PACKAGE = Path(turningpoint.__file__).resolve().parent
DISTRIBUTION = "turningpoint"


@dataclass(frozen=True)
class Inputs:
    """Everything that decides what a report says.

    Parameters are fit to be handed on (``shareable``). SHA-256 stands for each file of data (the embedded tables and
    those simulated, with their sidecars, below ``data/``; one's own by its name), for the package's source, and for the
    cells of each notebook without outputs, in reading order. ``system`` is operating system and processor. ``scope``
    says what a report lacks that is not whole.
    """

    title: str
    parameters: dict[str, Any]
    data: dict[str, str]
    code: str
    notebooks: dict[str, str]
    python: str
    system: str
    packages: dict[str, str]
    scope: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 over all of it."""
        return _hash(json.dumps(asdict(self), sort_keys=True).encode())


@dataclass(frozen=True)
class CodeVersion:
    """Version of the package; the git commit and whether files differ from it, where the project is a git checkout."""

    version: str
    commit: str | None
    modified: bool | None


def inputs_of(parameters: Parameters, notebooks: Sequence[Path], *, title: str, root: Path, scope: str = "") -> Inputs:
    """Hash everything a report depends on: resolved parameters, notebooks in reading order, the project at ``root``."""
    tables = [*_tables(root / "data"), *_tables(root / "data" / "simulated")]
    data = {path.relative_to(root).as_posix(): file_hash(path) for path in tables}
    for own in filter(None, (getattr(parameters, name) for name in FILES)):
        try:
            data[Path(own).name] = file_hash(Path(own))
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror}.", file=own) from error
    found = [*PACKAGE.rglob("*.py"), *(PACKAGE / "reports" / "page" / "template").rglob("*")]
    source = sorted({path for path in found if path.is_file() and "__pycache__" not in path.parts})
    code = "".join(f"{path.relative_to(PACKAGE).as_posix()} {file_hash(path)}\n" for path in source)
    packages = {(dist.name or "").lower(): dist.version for dist in metadata.distributions()}
    cells = {path.stem: _notebook_hash(path) for path in notebooks}
    return Inputs(
        title, shareable(parameters), data, _hash(code.encode()), cells, platform.python_version(),
        f"{platform.system()} {platform.machine()}", dict(sorted(packages.items())), scope,
    )  # fmt: skip


def code_version(root: Path) -> CodeVersion:
    """Version of the code; commit and state are None where the project is not the top of a git checkout."""
    version = metadata.version(DISTRIBUTION)
    try:
        if Path(_git(root, "rev-parse", "--show-toplevel")).resolve() != root.resolve():
            return CodeVersion(version, None, None)
        return CodeVersion(version, _git(root, "rev-parse", "HEAD"), bool(_git(root, "status", "--porcelain")))
    except (OSError, subprocess.SubprocessError):  # no git, no commit yet, or somebody else's checkout
        return CodeVersion(version, None, None)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _tables(folder: Path) -> list[Path]:
    """Tables of a folder with their sidecars; whatever else lies in the folder or below it is nobody's business."""
    return [
        path
        for sidecar in sorted(folder.glob("*.toml"))
        for path in (sidecar.with_suffix(".csv"), sidecar)
        if path.is_file()
    ]


def _notebook_hash(path: Path) -> str:
    """SHA-256 of a notebook's cells without their outputs."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    told = [[cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", [])] for cell in cells]
    return _hash(json.dumps(told).encode())
