"""The answers that people ask for, each a contrast of the one posterior."""
