"""Effects and plain numbers as recorded results."""

import json

import pytest

from turningpoint.its.effects.effect import Effect
from turningpoint.outcome import load_outcome
from turningpoint.reports.records import record_effect, record_numbers, window_of


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    monkeypatch.setenv("TURNINGPOINT_RUN", str(tmp_path))
    monkeypatch.setenv("TURNINGPOINT_NOTEBOOK", "test")
    return lambda: [json.loads(line) for line in (tmp_path / "parts" / "test.jsonl").read_text().splitlines()]


def test_an_effect_is_recorded_whole(recorded):
    effect = Effect("level_ratio", "jump", 1.9, 1.2, 3.0, 0.9, "ratio", "made up", "2021-08")
    record_effect("a.level", effect, source="UCDP", window="2015-01 to 2024-12", note="said")
    (found,) = recorded()
    assert {"id": "a.level", "estimand": "jump", "estimate": 1.9, "low": 1.2, "high": 3.0}.items() <= found.items()
    assert {"confidence": 0.9, "unit": "ratio", "source": "UCDP", "note": "said"}.items() <= found.items()


def test_plain_numbers_share_their_fields_and_prefix(recorded):
    record_numbers([("one", "first", 1.0), ("two", "second", None)], prefix="a", unit="share", source="UCDP")
    record_numbers([("b.three", "third", 3)], method="m")
    assert [(one["id"], one["estimate"], one["unit"]) for one in recorded()] == [
        ("a.one", 1.0, "share"),
        ("a.two", None, "share"),
        ("b.three", 3, ""),
    ]


def test_a_window_is_named_by_its_ends():
    assert window_of(load_outcome("events", start="2015-01", end="2016-12")) == "2015-01 to 2016-12"
