"""Floor 2: pure functions, table in and Altair chart out; one theme, one palette."""
