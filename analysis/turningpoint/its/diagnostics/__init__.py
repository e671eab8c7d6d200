"""What is wrong with a fit: residuals, the pre-trend, periods that carry the result."""
