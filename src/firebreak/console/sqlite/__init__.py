"""SQLite as Django speaks it, but writers of one process take turns in the order in which they came."""
