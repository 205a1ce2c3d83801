"""The city across the water."""
