"""What falls through the air before a place: rain and snow."""
