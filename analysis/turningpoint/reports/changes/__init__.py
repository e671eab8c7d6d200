"""What changed between two reports, for readers: the summary of a terminal, and a page."""
