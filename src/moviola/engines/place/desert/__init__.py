"""The desert: dunes, mesas, salt flats and oases."""
