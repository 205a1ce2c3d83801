"""A draft becomes a file: pictures, titles and sound, composed and encoded."""
