"""A report in the forms in which it is passed on: a workbook of its tables, and a briefing on paper."""
