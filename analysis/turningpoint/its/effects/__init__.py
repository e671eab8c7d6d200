"""What a fit says: level, slope and excess, each with its interval."""
