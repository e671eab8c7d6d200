"""How often the intervals of a kill ratio of a year, and of its change, hold the truth when fighting comes in waves."""
