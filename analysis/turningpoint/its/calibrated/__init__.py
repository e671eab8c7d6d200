"""The calibrated fit: an average over noise models whose intervals hold what they say."""
