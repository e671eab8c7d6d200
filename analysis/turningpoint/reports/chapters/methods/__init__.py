"""Sentences, tables and records of the methods."""
