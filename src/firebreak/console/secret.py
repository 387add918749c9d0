"""Where does a secret come from? From outside, else from a file, which is made once however many ask at once."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from firebreak.core.errors import UnwritableFile


def read_secret(name: str, *, folder: Path, file_name: str) -> str:
    """Read a secret from NAME, from the file NAME_FILE, else from the data directory, where it is made once."""
    if value := os.environ.get(name):
        return value
    path = Path(os.environ.get(f"{name}_FILE") or folder / file_name)
    if not path.exists():
        try:
            make_secret(path)
        except OSError as problem:
            raise UnwritableFile(file=path, problem=type(problem).__name__) from problem
    return path.read_text().strip()


def make_secret(path: Path) -> None:
    """Put a new secret into a file; it is there whole or not at all, and whoever comes first makes it for everybody."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # nobody else may read it
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
