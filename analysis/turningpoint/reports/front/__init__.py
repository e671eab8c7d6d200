"""The front of a report: title, four answers, statements and checks, every word by rule from the recorded results."""
