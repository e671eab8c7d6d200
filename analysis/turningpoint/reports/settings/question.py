"""The question of a report and its event, in words."""

from turningpoint.names import as_name
from turningpoint.number_format import sentence_case
from turningpoint.outcome import Outcome
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.embedded.interventions import read_interventions
from turningpoint.timeline import in_words


def intervention_in_words(when: str, *, country: str, label: str = "") -> str:
    """Name an intervention: its label, or for Pakistan the label in the list of interventions, and its period.

    >>> intervention_in_words("2021-08", country="PAK")
    'August 2021 (Fall of Kabul)'
    >>> intervention_in_words("2020-08", country="MLI", label="coup")
    'August 2020 (coup)'
    """
    label = as_name(label)
    if not label and country == "PAK":
        listed = read_interventions()
        labels = listed.loc[listed["month"].astype(str) == when, "label"].unique()
        label = str(labels[0]) if len(labels) == 1 else ""
    return f"{in_words(when)} ({label})" if label else in_words(when)


def question(outcome: Outcome, event: str) -> str:
    """Ask the question of the report in one sentence."""
    where = f" in {outcome.geography}" if outcome.geography else ""
    number = "the number of " if outcome.adds_up else ""
    return f"Did {number}{outcome.label}{where} change in {event}, by how much, and how sure can we be?"


def counted(outcome: Outcome) -> str:
    """Say what is counted or measured and what is not, with the assumption the values rest on."""
    assumption = f" **Assumption:** {outcome.assumption}" if outcome.assumption else ""
    what = sentence_case(outcome.label) + (f" in {outcome.geography}" if outcome.geography else "")
    verb = "counted" if outcome.adds_up else "measured"
    return f"**What is {verb}:** {what} ({outcome.source}). {outcome.definition}{assumption}"


def event_in_words(settings: Parameters) -> str:
    """Name the intervention of a report; a series of one's own is not taken to be about Pakistan."""
    country = "" if settings.data else settings.country
    return intervention_in_words(settings.intervention, country=country, label=settings.intervention_label)
