"""The sentences, tables and recorded numbers on placebos: results in, plain English out."""

from turningpoint.number_format import confidence_label, fixed
from turningpoint.reports.notebook_output import record
from turningpoint.robustness.placebos.placebo import Placebo


def title(found: Placebo) -> str:
    """Say in a sentence what the figure of the level shows."""
    what = "earlier dates" if found.kind == "time" else "comparable countries"
    z, count = found.real_z(), found.placebos()
    if z is None or not count:
        return f"There are no {what} to compare with"
    larger = int((found.ranked()["z"].abs() >= abs(z)).sum())
    where = "at which nothing is claimed" if found.kind == "time" else "where nothing is claimed"
    return f"{larger or 'None'} of {count} {what} {where} {'show' if larger != 1 else 'shows'} as large a jump"


def caption(found: Placebo, source: str) -> str:
    """Say how to read the figure."""
    if found.kind == "time":
        return (
            f"Jump at every earlier date over its standard error, by the model of the report in windows of "
            f"{found.before} periods before and {found.after} after, all before the intervention. Neighbouring dates "
            f"share most of their data: {found.windows} windows lie apart. Black: as large as the real one. {source}."
        )
    return (
        f"Jump at the same date in every country with enough events, with its {confidence_label(found.confidence)}, by "
        f"size over standard error. Neighbours, which the same event may have hit, are shown and not ranked. {source}."
    )


def alt(found: Placebo) -> str:
    """Describe the figure for those who do not see it."""
    top = ", ".join(f"{row['label']} ({fixed(row['z'], 1)})" for row in found.ranked().head(5).to_dict("records"))
    z = found.real_z()
    own = "could not be estimated" if z is None else f"is {fixed(z, 1)}"
    return f"The real effect over its standard error {own}; the largest others: {top or 'none'}. {found.summary()}"


def record_placebo(found: Placebo, *, source: str, window: str) -> None:
    """Record the shares (``robustness.placebo_time_share`` or ``robustness.placebo_space_rank``), level and slope."""
    stem = "placebo_time_share" if found.kind == "time" else "placebo_space_rank"
    for effect in ("level", "slope"):
        if not found.placebos(effect):
            continue
        record(
            f"robustness.{stem}{'' if effect == 'level' else '_slope'}",
            estimand=f"share of placebos, the real one counted, with as large a {effect} over its standard error",
            estimate=found.share(effect),
            method="rank among placebos; no p-value of a randomisation",
            unit="share",
            source=source,
            window=window,
            placebos=found.placebos(effect),
            windows_apart=found.windows,
            left_out=len(found.left_out),
        )
