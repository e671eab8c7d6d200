"""Regressions: ordinary and generalised least squares, generalised linear models."""
