"""What is left of a ratio when the dead of either side may be misreported."""
