"""Where does a secret come from, and how does one lie in the database so that the database alone does not tell it?"""

import base64
import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from firebreak.core.errors import BadInput, UnwritableFile


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


NONCE, TAG = 16, 32  # bytes


def seal(text: str, *, key: str, purpose: str) -> str:
    """Hide a secret for storing: HMAC-SHA256 as a stream over a counter, then a tag over all of it and its purpose."""
    plain, nonce = text.encode(), secrets.token_bytes(NONCE)
    hidden = nonce + mixed(plain, nonce, key)
    return base64.urlsafe_b64encode(hidden + tag_of(hidden, key, purpose)).decode()


def unseal(stored: str, *, key: str, purpose: str) -> str:
    """Give a stored secret; raises BadInput where the key is another one by now, or somebody has changed it."""
    try:
        raw = base64.urlsafe_b64decode(stored.encode())
    except ValueError:
        raise BadInput(problem="secret_lost") from None
    hidden, tag = raw[:-TAG], raw[-TAG:]
    if len(hidden) < NONCE or not hmac.compare_digest(tag, tag_of(hidden, key, purpose)):
        raise BadInput(problem="secret_lost")
    return mixed(hidden[NONCE:], hidden[:NONCE], key).decode()


def mixed(data: bytes, nonce: bytes, key: str) -> bytes:
    """Add the stream of a nonce to bytes; once more gives them back."""
    own = hmac.digest(key.encode(), b"firebreak hides", hashlib.sha256)
    blocks = -(-len(data) // 32)
    stream = b"".join(hmac.digest(own, nonce + n.to_bytes(4, "big"), hashlib.sha256) for n in range(blocks))
    return bytes(one ^ other for one, other in zip(data, stream, strict=False))


def tag_of(hidden: bytes, key: str, purpose: str) -> bytes:
    own = hmac.digest(key.encode(), b"firebreak vouches", hashlib.sha256)
    return hmac.digest(own, purpose.encode() + b"\0" + hidden, hashlib.sha256)
