"""Floor 3: explorers, one module each: controls wired to charts, with a still and words."""
