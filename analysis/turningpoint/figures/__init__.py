"""One figure a file: a result in, a matplotlib Figure out. Nothing here shows or saves."""
