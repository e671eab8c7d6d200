"""What a report is asked to do: parameters, editions, and how both fit the data."""
