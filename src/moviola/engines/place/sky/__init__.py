"""Air, clouds, stars, sun and moon."""
