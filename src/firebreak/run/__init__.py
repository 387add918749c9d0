"""Long-running work: loops and commands that call services."""
