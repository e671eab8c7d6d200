"""The ratio by month: a change at a date, a smooth course, and how far their intervals hold."""
