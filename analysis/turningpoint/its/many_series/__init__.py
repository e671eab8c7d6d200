"""Count regressions of many series of one design at once, by Newton's method on arrays."""
