"""From printed months and nested totals to observations that do not overlap, by elimination under one printed rule."""
