"""Things that stand in a place."""
