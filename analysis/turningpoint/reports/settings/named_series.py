"""Which series a report is on, and which stand beside it, where parameters leave that open."""

from turningpoint.errors import ParameterError
from turningpoint.reports.settings.parameter_field import parts_of
from turningpoint.reports.settings.parameters import Parameters
from turningpoint.sources.outcomes.registry import SOURCES, named_series, sources_beside


def with_series(parameters: Parameters) -> Parameters:
    """Name source and outcome where they were left open; a series of one's own has none of the project's."""
    country = "" if parameters.data else parameters.country
    source, outcome = named_series(country, parameters.source, parameters.outcome)
    return parameters.model_copy(update={"source": source, "outcome": outcome})


def names_beside(parameters: Parameters) -> list[str]:
    """Short names of the sources that stand beside the one of the parameters, whose series is named.

    Raises
    ------
    ParameterError
        A name that no source of the country has; the series' own; one named twice; a series of one's own.
    """
    chosen = parts_of(parameters.beside)
    why = ""
    if parameters.data:
        why = "sources of the project do not stand beside a series of one's own."
    elif parameters.source in SOURCES and SOURCES[parameters.source].frequency != "month":
        why = "what stands beside a series is by month, and this one is not."
    if why and chosen not in ([], ["none"]):
        raise ParameterError(f"parameter beside: {why}")
    if why or chosen == ["none"]:
        return []
    known = sources_beside(parameters.country)
    own = SOURCES[parameters.source].beside_name if parameters.source in SOURCES else None
    if not chosen:
        return [name for name in known if name != own]
    for place, name in enumerate(chosen):
        if name == own or name not in known:
            others = ", ".join(other for other in known if other != own) or "none"
            what = "is the report's own series" if name == own else f"is no source for {parameters.country}"
            raise ParameterError(f"parameter beside: {name} {what}. There are: {others}.")
        if name in chosen[:place]:
            raise ParameterError(f"parameter beside: {name} stands twice. Name each source once.")
    return chosen
