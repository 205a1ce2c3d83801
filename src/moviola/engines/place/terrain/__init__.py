"""Land: eroded, seen and lit."""
