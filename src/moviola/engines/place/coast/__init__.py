"""The sea's edge: beaches, cliffs, islands."""
