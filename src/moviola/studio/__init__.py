"""The studio: one tool per wish, uploads and exports; it holds the credits and starts the jobs."""
