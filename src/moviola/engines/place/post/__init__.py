"""From linear light to a finished picture."""
