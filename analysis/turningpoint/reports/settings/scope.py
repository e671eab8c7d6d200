"""How much of a report is made: all of it, some notebooks only, or a quick draft; what is not all says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from turningpoint.choices import CHOICES
from turningpoint.errors import ParameterError
from turningpoint.number_format import agreeing, listed
from turningpoint.reports.settings.parameters import Parameters

RECORD = "report.scope"
"""Id of the recorded result by which a report that is not whole is known."""
FEWER = ("replicates", "null_replicates")
"""Parameters that a quick report sets to the least they may be."""


@dataclass(frozen=True)
class Scope:
    """What is made of a report: the notebooks that are run, by their stems (none is all), and whether it is quick."""

    only: tuple[str, ...] = ()
    quick: bool = False

    @property
    def whole(self) -> bool:
        """Whether this is a full report."""
        return not self.only and not self.quick

    @property
    def ending(self) -> str:
        """What stands behind the name of the report's folder.

        >>> Scope(("02_attack_frequency", "04_kill_ratio"), quick=True).ending
        '.quick.only-02-04'
        """
        numbers = "-".join(stem.partition("_")[0] for stem in self.only)
        return f"{'.quick' if self.quick else ''}{f'.only-{numbers}' if numbers else ''}"

    def parameters(self, given: Parameters) -> Parameters:
        """The parameters with which it is made; a quick one takes fewer replicates, never more than were asked for."""
        fewer = {name: min(getattr(given, name), int(CHOICES[name].least or 0)) for name in FEWER}
        return given.model_copy(update=fewer) if self.quick else given

    def notice(self, given: Parameters) -> str:
        """Say that it is no full report and what is missing; nothing for a full one."""
        if self.whole:
            return ""
        said = [f"only {listed(self.only)} {agreeing(len(self.only), 'was', 'were')} run"] if self.only else []
        made = self.parameters(given)
        fewer = [f"{name} {getattr(made, name)} in place of {getattr(given, name)}" for name in FEWER]
        said += [f"quick, with {listed(fewer)}"] if self.quick else []
        return f"This is not the full report: {'; '.join(said)}."

    def records(self, given: Parameters) -> list[dict[str, Any]]:
        """The result that marks it; none for a full one."""
        if self.whole:
            return []
        plain = {
            "estimate": None, "low": None, "high": None, "confidence": None, "unit": "", "source": "", "window": "",
        }  # fmt: skip
        return [{"id": RECORD, "estimand": "how much of the report was made", **plain, "method": self.notice(given)}]


def notice_in(results: Iterable[Mapping[str, Any]]) -> str:
    """What recorded results say of the report they are of; nothing where it is a full one."""
    return next((str(one.get("method") or "not the full report") for one in results if one.get("id") == RECORD), "")


def chosen_notebooks(asked: Sequence[str], notebooks: Iterable[Path]) -> tuple[str, ...]:
    """Stems of the notebooks that are asked for by number, name or both, in reading order.

    Raises
    ------
    ParameterError
        There is no such notebook.

    >>> chosen_notebooks(["04", "attacks"], [Path("02_attacks.ipynb"), Path("04_ratio.ipynb")])
    ('02_attacks', '04_ratio')
    """
    stems = sorted(path.stem for path in notebooks)
    for name in asked:
        if not any(_meant(name, stem) for stem in stems):
            raise ParameterError(f"--only {name!r}: there is no such notebook. There are: {', '.join(stems)}.")
    return tuple(stem for stem in stems if any(_meant(name, stem) for name in asked))


def _meant(name: str, stem: str) -> bool:
    number, _, words = stem.partition("_")
    return name.strip().removesuffix(".ipynb") in (stem, number, number.lstrip("0"), words)
