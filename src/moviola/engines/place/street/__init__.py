"""A street: facades, shops, signs, wet asphalt, cars and people."""
