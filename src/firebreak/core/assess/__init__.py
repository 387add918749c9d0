"""How bad is it, and what belongs together? Stories and their severity."""
