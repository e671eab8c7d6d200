"""What the report commands print: answers cut by sentences, plans, progress, times in words."""

from pathlib import Path

import pytest

from turningpoint.cli.report_text import Progress, answers_text, duration, plain, plan_text
from turningpoint.reports.run.plan import Plan
from turningpoint.reports.run.run import Step

FINDING = {
    "answers": [
        {"question": "Did they rise?", "word": "Yes", "text": "They rose by 1.7. Since then they grew. More is said."},
        {"question": "Why?", "word": "Not shown", "text": "Nobody knows \x1b[31m."},
    ],
}


def test_all_is_printed_where_it_fits() -> None:
    assert answers_text(FINDING, width=60, most=9) == [
        "Did they rise? Yes. They rose by 1.7. Since then they grew.",
        "  More is said.",
        "Why? Not shown. Nobody knows \\x1b[31m.",
    ]


def test_last_sentences_are_left_out_before_a_first_one() -> None:
    assert answers_text(FINDING, width=60, most=2) == [
        "Did they rise? Yes. They rose by 1.7. Since then they grew.",
        "Why? Not shown. Nobody knows \\x1b[31m.",
    ]


@pytest.mark.parametrize("width", [12, 20, 60, 400])
@pytest.mark.parametrize("most", [4, 12])
def test_there_are_never_more_lines_than_asked_nor_wider_ones(width: int, most: int) -> None:
    long = {"answers": [{**one, "text": "word " * 90} for one in FINDING["answers"]]}
    lines = answers_text(long, width=width, most=most)
    assert len(lines) <= most
    assert max(map(len, lines)) <= width
    assert [line for line in lines if line.startswith("Why?")]


def test_a_front_without_answers_has_no_lines() -> None:
    assert answers_text({}, width=80, most=9) == answers_text({"title": "T", "answers": []}, width=80, most=9) == []


def test_markdown_is_printed_without_its_marks() -> None:
    assert plain("It rose **1.9 times**, see [here](x) and `a`.") == "It rose 1.9 times, see here and a."


def test_a_plan_says_where_its_seconds_come_from() -> None:
    plan = Plan(
        Path("out"), False, "Draft.", {"01_data": 8.2}, {"05": "Left out."}, {"country": "MLI"}, 2, 20.0, "default"
    )
    assert plan_text(plan) == [
        "Draft.",
        "Notebooks that would be run, 2 at once:",
        "  01_data: about 8 s",
        "  05: not run. Left out.",
        "Settings that differ from the default (`turningpoint parameters` lists all):",
        "  country=MLI",
        "Into out",
        "About 20 seconds, by the seconds kept in the report default. Nothing was run or written.",
    ]
    done = Plan(Path("out"), True, "", {"01_data": 8.2}, {}, {}, 2, 20.0, "")
    assert plan_text(done)[0] == "out is up to date: nothing would be run (--force runs it all the same)."
    assert "a guess: no report has kept seconds" in plan_text(done)[-1]


def test_a_notebook_that_begins_is_named_with_how_many_are_finished(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        progress(Step("02_attacks", "begun", 0.0, 1, 6))
        progress(Step("02_attacks", "failed", 3.25, 2, 6))
    assert capsys.readouterr().out.splitlines() == ["02_attacks: begun, 1 of 6 finished", "02_attacks: failed in 3.2 s"]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "5 seconds"), (54, "55 seconds"), (56, "1 minute"), (150, "2 minutes")]
)
def test_times_are_told_roughly(seconds: float, words: str) -> None:
    assert duration(seconds) == words
