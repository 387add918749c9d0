"""With which words of its own does a brand begin its texts? Templates beside those that ship, version by version."""
