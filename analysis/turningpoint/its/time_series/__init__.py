"""Models of the error in time: seasonal ARIMA, structural, and what both need."""
