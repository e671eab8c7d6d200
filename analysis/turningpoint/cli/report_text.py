"""What the commands on reports print: the answers at the end, what would be run, and progress."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from turningpoint.names import visible

if TYPE_CHECKING:
    from turningpoint.reports.run.plan import Plan
    from turningpoint.reports.run.run import Step

LINES = 15
"""Lines at the end of a run at most, whatever it found."""
WIDEST = 110
"""Columns to read at most."""


def answers_text(finding: Mapping[str, Any], *, width: int, most: int) -> list[str]:
    """The answers of a front in at most so many lines of a width; nothing where there is none.

    Where all sentences do not fit, the last ones of the longest answers are left out, never the first of one; in a
    very narrow terminal that ends early, too.
    """
    answers: Sequence[Mapping[str, str]] = finding.get("answers", ())
    told = [re.split(r"(?<=[.!?]) (?=[A-Z])", visible(one["text"])) for one in answers]

    def wrapped(place: int) -> list[str]:
        said = f"{visible(answers[place]['question'])} {answers[place]['word']}. {' '.join(told[place])}"
        return textwrap.wrap(said, min(width, WIDEST), subsequent_indent="  ")

    lines = [wrapped(place) for place in range(len(told))]
    while sum(map(len, lines)) > most:
        longest = max(range(len(told)), key=lambda place: (len(told[place]) > 1, len(lines[place])))
        if len(told[longest]) > 1:
            told[longest].pop()
            lines[longest] = wrapped(longest)
        else:
            *kept, last, _ = lines[longest]
            lines[longest] = [*kept, f"{last[: min(width, WIDEST) - 2]} …"]
    return [line for part in lines for line in part]


def plain(markdown: str) -> str:
    """Markdown without its marks, for a terminal."""
    without_links = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown)
    without_marks = re.sub(r"\*\*|`|(?<!\w)[*_](?=\w)|(?<=[\w.,)])[*_](?!\w)", "", without_links)
    return visible(re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), without_marks))  # see names.as_markup


def plan_text(plan: "Plan") -> list[str]:
    """What would be run, with which settings, where to, and about how long."""
    lines = [plan.scope] if plan.scope else []
    if plan.up_to_date:
        lines.append(f"{plan.folder.name} is up to date: nothing would be run (--force runs it all the same).")
    lines.append(f"Notebooks that {'--force would run' if plan.up_to_date else 'would be run'}, {plan.jobs} at once:")
    lines += [f"  {stem}: about {seconds:.0f} s" for stem, seconds in plan.seconds.items()]
    lines += [f"  {stem}: not run. {why}" for stem, why in plan.skipped.items()]
    lines.append("Settings that differ from the default (`turningpoint parameters` lists all):")
    lines += [f"  {name}={value}" for name, value in plan.settings.items()] or ["  none"]
    lines.append(f"Into {plan.folder}")
    by = (
        f"by the seconds kept in the report {plan.measured}" if plan.measured else "a guess: no report has kept seconds"
    )
    lines.append(f"About {duration(plan.total)}, {by}. Nothing was run or written.")
    return [visible(line) for line in lines]


def duration(seconds: float) -> str:
    """Write a time roughly.

    >>> duration(8), duration(75), duration(400)
    ('10 seconds', '1 minute', '7 minutes')
    """
    if seconds < 55:
        return f"{max(1, round(seconds / 5)) * 5} seconds"
    minutes = round(seconds / 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


class Progress:
    """One line when a notebook begins and when it ends; a bar below them on a terminal only."""

    def __enter__(self) -> "Progress":
        from rich.console import Console  # noqa: PLC0415 - commands import what they need
        from rich.progress import Progress as Bar  # noqa: PLC0415

        class Heard(Console):
            def on_broken_pipe(self) -> None:
                raise BrokenPipeError  # as of any other output; rich would leave with 1, as of a notebook that failed

        self.console = Heard(highlight=False, soft_wrap=True)
        self.bar = Bar(console=self.console, transient=True, disable=not self.console.is_terminal)
        self.task = self.bar.add_task("notebooks", total=None)
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def __call__(self, step: "Step") -> None:
        """Print one step."""
        if step.status == "begun":
            said = f"begun, {step.finished} of {step.total} finished"
        else:
            said = step.status + (f" in {step.seconds:.1f} s" if step.status != "skipped" else "")
        self.console.print(f"{step.notebook}: {said}", markup=False)
        self.bar.update(self.task, total=step.total, completed=step.finished)
