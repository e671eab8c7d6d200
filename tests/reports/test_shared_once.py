"""Work is done once a run, also by kernels that ask at the same time."""

import multiprocessing
import os
import time

import numpy as np
import pytest

from turningpoint.outcome import load_outcome
from turningpoint.reports.shared_once import once


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("TURNINGPOINT_RUN", str(tmp_path))
    return tmp_path


@pytest.fixture
def counted():
    """A piece of work that counts how often it was done."""
    done = []

    def work():
        done.append(len(done))
        return {"values": np.arange(3.0), "time": len(done)}

    work.done = done
    return work


def test_outside_a_run_it_is_computed_each_time(counted, monkeypatch):
    monkeypatch.delenv("TURNINGPOINT_RUN", raising=False)
    once(counted, "work", 1)
    assert once(counted, "work", 1)["time"] == 2


def test_inside_a_run_it_is_computed_once_and_read_after(counted, run):
    first, again = (once(counted, "work", 1) for _ in range(2))
    assert (first["time"], again["time"]) == (1, 1)
    assert np.array_equal(first["values"], again["values"])
    kept = list((run / "parts" / "once").glob("*.pickle"))
    assert len(kept) == 1
    assert len(kept[0].stem) == 64
    assert {path.suffix for path in (run / "parts" / "once").iterdir()} <= {".pickle", ".lock"}


def test_another_key_is_another_work(counted, run):
    long = np.zeros(5000)
    other = long.copy()
    other[2500] = 1.0  # where the text of an array is shortened
    events, later = load_outcome("events", start="2015-01"), load_outcome("events", start="2016-01")
    keys = [
        ("a", 1), ("a1",), ("a", 1.0), ("a", "1"), ("b", 1), ("a", 1, 2), ("a", long), ("a", other),
        ("a", long.reshape(50, 100)), ("a", events), ("a", later),
    ]  # fmt: skip
    for key in keys:
        once(counted, *key)
    assert len(counted.done) == len(keys)
    once(counted, "a", load_outcome("events", start="2015-01"))
    assert len(counted.done) == len(keys)


def test_an_error_is_not_kept(counted, run):
    def fails():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once(fails, "work")
    assert once(counted, "work")["time"] == 1


def _slow(folder, started):
    os.environ["TURNINGPOINT_RUN"] = folder

    def work():
        (started / f"{os.getpid()}").touch()
        time.sleep(0.5)
        return os.getpid()

    (started / f"{os.getpid()}.answer").write_text(str(once(work, "slow")))


def test_a_second_process_that_asks_meanwhile_waits(tmp_path):
    context = multiprocessing.get_context("spawn")
    started = tmp_path / "started"
    started.mkdir()
    both = [context.Process(target=_slow, args=(str(tmp_path / "run"), started)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    answers = {path.read_text() for path in started.glob("*.answer")}
    assert len(list(started.glob("*.answer"))) == 2
    assert len(answers) == 1
    assert [path.name for path in started.iterdir() if path.suffix == ""] == list(answers)
