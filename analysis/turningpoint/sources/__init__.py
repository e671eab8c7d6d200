"""A file or table somebody publishes, read into a tidy table that passes its schema."""

from turningpoint.sources.embedded.claims import read_claims
from turningpoint.sources.embedded.interventions import events, read_interventions
from turningpoint.sources.embedded.land_borders import neighbours, read_land_borders
from turningpoint.sources.embedded.population import read_population
from turningpoint.sources.embedded.published_figures import read_published_figures
from turningpoint.sources.embedded.ucdp_candidate import read_candidate
from turningpoint.sources.embedded.ucdp_country_months import read_country_months
from turningpoint.sources.embedded.ucdp_kinds import read_kinds
from turningpoint.sources.embedded.ucdp_sides import combine_fata, read_sides
from turningpoint.sources.embedded.ucdp_years import read_ucdp_years
from turningpoint.sources.own_series import OwnSeries, read_series

__all__ = [
    "OwnSeries",
    "combine_fata",
    "events",
    "neighbours",
    "read_candidate",
    "read_claims",
    "read_country_months",
    "read_interventions",
    "read_kinds",
    "read_land_borders",
    "read_population",
    "read_published_figures",
    "read_series",
    "read_sides",
    "read_ucdp_years",
]
