"""What the benchmarks share: one core, processor time, and a line that sets what was measured beside what is wanted."""

import os
import time
from collections.abc import Callable


def on_one_core() -> None:
    """Keep this process and its children to one processor, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call: other programs on the machine do not count."""
    started = time.process_time()
    work()
    return time.process_time() - started


def line(name: str, value: str, wanted: str = "", *, met: bool | None = None) -> None:
    """Print one result; ``met`` says whether it is as wanted."""
    verdict = "" if met is None else "  (met)" if met else "  (NOT MET)"
    print(f"  {name:<58}{value:>12}{'   wanted: ' + wanted if wanted else ''}{verdict}", flush=True)


def header(words: str) -> None:
    """Print what follows."""
    print(f"\n{words}", flush=True)
