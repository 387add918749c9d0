"""What did the server say? Unpacks an answer piece by piece and stops at the size limit, counted after unpacking."""

import zlib
from collections.abc import Iterable

from firebreak.core.errors import SourceDown

ACCEPTED = "gzip, deflate"


def unpacked(pieces: Iterable[bytes], *, encoding: str, most_bytes: int, host: str) -> bytes:
    """Give the whole body. Raises SourceDown when it is larger than `most_bytes` or broken: `perhaps` all was done."""
    body = bytearray()
    unpack = _Unpack(encoding, host)
    try:
        for piece in pieces:
            body += unpack(piece, most_bytes - len(body) + 1)
            if len(body) > most_bytes:
                raise SourceDown(host=host, problem="too_large", most_bytes=most_bytes, perhaps=True)
    except zlib.error:
        raise SourceDown(host=host, problem="broken_content", perhaps=True) from None
    if not unpack.is_complete:
        raise SourceDown(host=host, problem="broken_content", perhaps=True)
    return bytes(body)


class _Unpack:
    """Undoes a content coding with a limit on what one piece may grow to."""

    def __init__(self, encoding: str, host: str) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise SourceDown(host=host, problem="unknown_encoding", perhaps=True)
        self._packed = name not in ("", "identity")
        self._may_be_bare = name == "deflate"  # some servers send deflate without the zlib frame
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._started = False

    @property
    def is_complete(self) -> bool:
        return not self._packed or not self._started or self._stream.eof

    def __call__(self, piece: bytes, most: int) -> bytes:
        if not self._packed or not piece:
            return piece
        if self._stream.eof:
            return b""
        started, self._started = self._started, True
        try:
            return self._stream.decompress(piece, most)
        except zlib.error:
            if started or not self._may_be_bare:
                raise
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._stream.decompress(piece, most)
