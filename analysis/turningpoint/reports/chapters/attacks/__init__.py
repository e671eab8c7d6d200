"""Sentences, tables and records of the attack frequency."""
