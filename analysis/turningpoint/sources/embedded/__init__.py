"""Readers of the tables that the project contains, and their catalogue."""
