"""Ratios as publishers, UCDP and the article give them, and what each of them counts."""
