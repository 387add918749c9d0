"""Which database does an address name? SQLite or PostgreSQL, with whatever libpq may be told about the connection."""

from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from firebreak.core.errors import BadDatabase

APART = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
# The threads that serve requests stay (`crew`), and their connections with them; one that broke is made anew.
STAYING: dict[str, object] = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
TUNING = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;"


def database(url: str) -> dict[str, object]:
    """Turn sqlite:///path or postgresql://user:password@host:port/name?option=value into Django's settings.

    Raises BadDatabase with the problem, and for an option its name; never with a value, which may be a secret.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise BadDatabase(problem="unreadable") from None
    if parts.scheme == "sqlite":
        return sqlite(parts)
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(parts)
    raise BadDatabase(problem="unknown_scheme", scheme=parts.scheme)


def sqlite(parts: SplitResult) -> dict[str, object]:
    if parts.netloc:
        raise BadDatabase(problem="three_slashes_needed")
    for option in options_of(parts):
        raise BadDatabase(problem="unknown_option", option=option)
    return {
        "ENGINE": "firebreak.console.sqlite",
        "NAME": unquote(parts.path.removeprefix("/")) or ":memory:",
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": TUNING},
        **STAYING,
    }


def postgresql(parts: SplitResult) -> dict[str, object]:
    """Take an option for what the address itself does not say; the others go to the connection as they are."""
    options = options_of(parts)
    for option in options.keys() - known_options():
        raise BadDatabase(problem="unknown_option", option=option)
    said = {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port_of(parts),
    }
    asked = {APART[option]: value for option, value in options.items() if option in APART}
    found = {name: value or asked.get(name, "") for name, value in said.items()}
    if not found["NAME"] and "service" not in options:
        raise BadDatabase(problem="no_name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        **found,
        "OPTIONS": {option: value for option, value in options.items() if option not in APART},
        **STAYING,
    }


def options_of(parts: SplitResult) -> dict[str, str]:
    try:
        return dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise BadDatabase(problem="options_unread") from None


def known_options() -> set[str]:
    """Name what the libpq that is installed here may be told: sslmode, connect_timeout, application_name …"""
    from psycopg.pq import Conninfo

    return {option.keyword.decode() for option in Conninfo.get_defaults()}


def port_of(parts: SplitResult) -> str:
    try:
        return str(parts.port or "")
    except ValueError:
        raise BadDatabase(problem="bad_port") from None
