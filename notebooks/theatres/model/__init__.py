"""Floor 1: pure functions on tables, and small frozen classes; no widgets, no charts."""
