"""The effect beside those at dates and in countries where nothing happened."""
