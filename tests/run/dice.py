"""How often is a test of chance thrown? Twice on SQLite; PostgreSQL answers for itself with the first throw."""

import os

DICE = [1] if os.environ.get("FIREBREAK_DATABASE_URL") else [1, 2]
