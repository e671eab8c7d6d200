"""A file or table somebody publishes, read into a tidy table that passes its schema."""

from analysis.sources.claims import read_claims
from analysis.sources.interventions import events, read_interventions
from analysis.sources.own_series import OwnSeries, read_series
from analysis.sources.published_figures import read_published_figures
from analysis.sources.ucdp_country_months import read_country_months
from analysis.sources.ucdp_kinds import read_kinds
from analysis.sources.ucdp_sides import combine_fata, read_sides

__all__ = [
    "OwnSeries",
    "combine_fata",
    "events",
    "read_claims",
    "read_country_months",
    "read_interventions",
    "read_kinds",
    "read_published_figures",
    "read_series",
    "read_sides",
]
