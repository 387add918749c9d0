"""How do files become one archive that is the same to the last byte on every machine, and files again?

A ZIP archive of stored members (APPNOTE 6.3.10) that every system opens. What a library leaves to the machine, such as
times, systems and versions, is fixed here, so that a byte that differs was changed by somebody.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firebreak.core.errors import BadInput

MARK = b"PK\x03\x04"
LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
NEEDED, UTF8, STORED, NO_TIME, FIRST_DAY = 20, 0x0800, 0, 0, 33  # 33: the first of January 1980
MADE_BY, READABLE = 0x0314, 0o644 << 16
MOST_BYTES = 1 << 31


@dataclass(frozen=True, slots=True)
class Member:
    """One file as it was found; `sound` is false where its frame or checksum is not what we write."""

    name: str
    content: bytes
    sound: bool


def written(files: Mapping[str, bytes]) -> bytes:
    """Write files into an archive, in their order; raises BadInput for more than two gibibytes."""
    if sum(map(len, files.values())) > MOST_BYTES:
        raise BadInput(field="file", problem="pack_too_large", most=MOST_BYTES)
    out, directory = bytearray(), bytearray()
    for name, content in files.items():
        directory += listed(name, content, len(out))
        out += headed(name, zlib.crc32(content), len(content)) + content
    end = END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(directory), len(out), 0)
    return bytes(out + directory + end)


def headed(name: str, checksum: int, size: int) -> bytes:
    """Give what stands before the content of a file."""
    raw = name.encode()
    fixed = (MARK, NEEDED, UTF8, STORED, NO_TIME, FIRST_DAY)
    return LOCAL.pack(*fixed, checksum, size, size, len(raw), 0) + raw


def listed(name: str, content: bytes, place: int) -> bytes:
    """Give a file's line in the directory at the end."""
    raw, size = name.encode(), len(content)
    fixed = (b"PK\x01\x02", MADE_BY, NEEDED, UTF8, STORED, NO_TIME, FIRST_DAY)
    return CENTRAL.pack(*fixed, zlib.crc32(content), size, size, len(raw), 0, 0, 0, 0, READABLE, place) + raw


def found_in(archive: bytes) -> Iterator[Member]:
    """Give the files of an archive; behind a broken frame it goes on at the next one that can be read."""
    place = 0
    while (place := archive.find(MARK, place)) >= 0:
        one = read_at(archive, place)
        if one is None:
            place += 1
            continue
        yield one
        place += LOCAL.size + len(one.name.encode()) + len(one.content)


def read_at(archive: bytes, place: int) -> Member | None:
    """Read the file whose frame begins at `place`; None where none can begin there."""
    if place + LOCAL.size > len(archive):
        return None
    *_rest, checksum, _packed, size, length, _extra = LOCAL.unpack_from(archive, place)
    begins = place + LOCAL.size + length
    if begins + size > len(archive):
        return None
    try:
        name = archive[place + LOCAL.size : begins].decode()
    except UnicodeDecodeError:
        return None
    content = archive[begins : begins + size]
    sound = headed(name, checksum, size) == archive[place:begins] and zlib.crc32(content) == checksum
    return Member(name, content, sound)
