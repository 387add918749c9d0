"""What does a developer need beside the product? Suites, gates and measurements, each run as `python -m tools.NAME`."""
