"""Steps from an empty database to the schema."""
