"""From an edition to a complete folder, or to none."""
