"""Water that mirrors and ripples."""
