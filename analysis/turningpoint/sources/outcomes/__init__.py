"""Sources of outcomes: a module for each, which says what it offers and loads it, and the registry that lists them."""
