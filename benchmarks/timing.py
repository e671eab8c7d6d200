"""What the benchmarks share: one core, processor time, and a line that sets what was measured beside what is wanted."""

import os
import platform
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("numpy", "scipy", "pandas", "statsmodels", "causalpy", "pymc", "pytensor")


def on_one_core() -> None:
    """Keep this process and its children to one processor, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call and of the programs it ran to their end; what else the machine does is left out."""
    children, started = _children(), time.process_time()
    work()
    return time.process_time() - started + _children() - children


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def line(name: str, value: str, wanted: str = "", *, met: bool | None = None) -> None:
    """Print one result; ``met`` says whether it is as wanted."""
    verdict = "" if met is None else "  (met)" if met else "  (NOT MET)"
    print(f"  {name:<72}{value:>10}{'   wanted: ' + wanted if wanted else ''}{verdict}", flush=True)


def header(words: str) -> None:
    """Print what follows."""
    print(f"\n{words}", flush=True)


def machine() -> str:
    """Processor, system, Python and the versions of what is timed."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}\n"
        f"Python {platform.python_version()}, " + ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    names = [text.partition(":")[2].strip() for text in lines if text.startswith("model name")]
    return names[0] if names else platform.processor() or "processor unknown"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    print(machine())
