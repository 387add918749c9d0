"""Where does the service listen? Its sockets are opened before anything else is touched, or the address is refused."""

import errno
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from firebreak.core.errors import BadAddress

LAST_PORT = 65_535
PROBLEMS = {errno.EADDRINUSE: "port_taken", errno.EACCES: "port_not_allowed", errno.EADDRNOTAVAIL: "not_here"}


@contextmanager
def listening(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Hold every address that the host's name stands for, so that nobody else can take it. Raises BadAddress."""
    if not 0 <= port <= LAST_PORT:
        raise BadAddress(problem="no_port", port=port)
    with ExitStack() as held:
        try:
            sockets = [held.enter_context(opened(*one)) for one in addresses(host, port)]
        except OSError as problem:
            said = PROBLEMS.get(problem.errno or 0) or type(problem).__name__
            raise BadAddress(problem=said, host=host, port=port) from problem
        yield sockets


def addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str, int]]:
    """Give family, address and port of each; a name that nobody knows is not here."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as problem:
        raise OSError(errno.EADDRNOTAVAIL, "unknown host") from problem
    return list(dict.fromkeys((family, str(to[0]), int(to[1])) for family, _, _, _, to in found))


def opened(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    """Listen; an answer in two pieces goes out at once, as the event loop sees to only for sockets of its own."""
    made = socket.create_server((address, port), family=family)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # each connection has it from here
    return made
