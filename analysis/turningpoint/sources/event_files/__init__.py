"""Files of events as publishers give them, counted by period: recognised by their columns, read in bounded memory."""

from turningpoint.sources.event_files.count import count_events
from turningpoint.sources.event_files.formats import FORMATS, Format
from turningpoint.sources.event_files.recognise import advice
from turningpoint.sources.event_files.release import Release, release_of
from turningpoint.sources.event_files.series import EventSeries, series_of
from turningpoint.sources.event_files.sidecar import sidecar, sidecar_place, told
from turningpoint.sources.event_files.tally import Count

__all__ = [
    "FORMATS",
    "Count",
    "EventSeries",
    "Format",
    "Release",
    "advice",
    "count_events",
    "release_of",
    "series_of",
    "sidecar",
    "sidecar_place",
    "told",
]
