"""Words in, actions and replies out."""
