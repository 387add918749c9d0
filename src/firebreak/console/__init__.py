"""People, pages and records: the Django part. Services are the only writers."""
