"""The draft: one typed model, pure edits, history, summary and the wire spelling."""
