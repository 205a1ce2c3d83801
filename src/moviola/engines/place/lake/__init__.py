"""The mountain lake."""
