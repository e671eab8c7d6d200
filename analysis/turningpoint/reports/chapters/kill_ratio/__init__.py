"""Sentences, tables and records of the kill ratio."""
