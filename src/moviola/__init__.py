"""Moviola: an open, self-hosted, conversational media studio."""

__version__ = "0.1.0"
