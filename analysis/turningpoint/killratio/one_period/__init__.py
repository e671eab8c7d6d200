"""The ratio of one period and the change between two, with intervals for clustered deaths."""
