"""The HTTP surface: who are you, is this well-formed, may you. No business logic."""
