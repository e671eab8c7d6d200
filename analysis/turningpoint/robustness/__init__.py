"""Was it that date? Break dates, placebos, and every reasonable specification."""
