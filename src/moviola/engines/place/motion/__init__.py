"""A place alive."""
