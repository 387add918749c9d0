"""Which commands rebuild the shipped weights and tables? The modules of this package, run with `python -m`."""
