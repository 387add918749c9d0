"""How does a database become ready for a brand? Migrations, brand, watches and routes, whenever they are missing."""

from pathlib import Path

from firebreak import knowledge
from firebreak.console import clock
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import ensure_brand
from firebreak.console.listen.models import Source
from firebreak.console.listen.services import ensure_source, set_watches
from firebreak.run.alone import alone
from firebreak.run.tables import update_tables

DEFAULT = "default"  # the brand of whoever names none


def migrate() -> None:
    """Bring the database up to date without a word; of several processes that want to, one does and the others wait."""
    with alone():
        update_tables()


def ready_brand(*, brand: str | None, watch: str | None) -> Brand:
    """Give the brand named, else the watch file's, else `default`, with its watches as the file says."""
    file = knowledge.load_watches(Path(watch)) if watch else None
    with alone():
        update_tables()
        found = ensure_brand(brand or (file.brand if file else "") or DEFAULT)
        set_default_routes(found)
        if file:
            set_watches(brand=found, watches=file.watches, at=clock.now())
    return found


def upload_of(brand: Brand) -> Source:
    """Give the source under which files are imported."""
    return ensure_source(brand=brand, key="upload", kind="upload", at=clock.now())
