"""The forest: woods of every season, from within, from their edge and from above."""
