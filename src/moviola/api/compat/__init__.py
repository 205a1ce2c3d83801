"""Paths that clients of other systems call."""
