"""A real web server on loopback that misbehaves in every way a source must survive."""

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOMB_BYTES = 40 * 2**20


class Outside(ThreadingHTTPServer):
    """Serves `documents` with ETags, and one way of misbehaving under each of the paths below."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.documents: dict[str, tuple[bytes, str]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def put(self, path: str, body: str | bytes, content_type: str = "application/xml") -> None:
        self.documents[path] = (body.encode() if isinstance(body, str) else body, content_type)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what these tests are about."""


class _Answers(BaseHTTPRequestHandler):
    server: Outside
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append((self.path, dict(self.headers.items())))
        misbehave = getattr(self, path.strip("/").replace("-", "_"), None)
        if path in self.server.documents:
            self.document(*self.server.documents[path])
        elif misbehave:
            misbehave()
        else:
            self.answer(404)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def document(self, body: bytes, content_type: str) -> None:
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            return self.answer(304, ETag=etag)
        return self.answer(200, body, Content_Type=content_type, ETag=etag)

    def busy(self) -> None:
        self.answer(429, Retry_After="120")

    def busy_until(self) -> None:
        self.send_response_only(503)
        self.send_header("Date", "Wed, 18 Nov 2026 03:00:00 GMT")
        self.send_header("Retry-After", "Wed, 18 Nov 2026 03:05:00 GMT")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def loop(self) -> None:
        self.answer(302, Location="/loop-back?token=geheim", Set_Cookie="sid=geheim")

    def loop_back(self) -> None:
        self.answer(302, Location="/loop")

    def hops(self) -> None:
        self.answer(307, Location=f"/hops?{len(self.server.asked)}")

    def to_private(self) -> None:
        self.answer(302, Location="http://10.0.0.1/latest?token=geheim")

    def to_metadata(self) -> None:
        self.answer(302, Location="http://169.254.169.254/latest/meta-data/")

    def to_loopback(self) -> None:
        self.answer(302, Location="http://[::ffff:127.0.0.1]:9/")

    def to_file(self) -> None:
        self.answer(302, Location="file:///etc/passwd")

    def to_feed(self) -> None:
        self.answer(301, Location="/feed")

    def silent(self) -> None:
        self.server.closing.wait(30)

    def drip(self) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 600:
            if self.server.closing.is_set():
                return
            self.wfile.write(bytes((byte,)))
            time.sleep(0.05)

    def large(self) -> None:
        self.answer(200, b" " * (5 * 2**20 + 1))

    def endless(self) -> None:
        self.answer(200, b"", Content_Length=str(2**40))
        while not self.server.closing.is_set():
            self.wfile.write(b" " * 65536)

    def bomb(self) -> None:
        self.answer(200, gzip.compress(b" " * BOMB_BYTES), Content_Encoding="gzip")

    def torn(self) -> None:
        self.answer(200, gzip.compress(b"x" * 1000)[:20], Content_Encoding="gzip")

    def flaky(self) -> None:
        tries = sum(path.startswith("/flaky") for path, _ in self.server.asked)
        if tries < 3:
            return self.answer(503)
        return self.document(*self.server.documents["/feed"])

    def hang_up(self) -> None:
        self.close_connection = True

    def nonsense(self) -> None:
        self.wfile.write(b"\x16\x03\x01 geheim\r\n\r\n")
        self.close_connection = True

    def gone(self) -> None:
        self.answer(410)


@contextmanager
def outside() -> Iterator[Outside]:
    """Run the server until the test is over."""
    server = Outside()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
