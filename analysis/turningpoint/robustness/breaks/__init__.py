"""When the break was: dates that the data leave possible, second breaks, other events."""
