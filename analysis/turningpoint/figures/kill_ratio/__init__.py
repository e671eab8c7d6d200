"""Figures of the kill ratio, one a file."""
