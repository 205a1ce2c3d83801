"""Words as pictures: fonts, shaping, line breaking and drawing, without any font or library of the system."""
