"""How often intervals hold the truth on simulated series, kept and certified."""
