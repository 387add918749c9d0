"""A real web server on loopback that speaks the REST interface of WordPress and a webhook's, and fails when told to."""

import base64
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

USER, PASSWORD, SECRET = "press", "abcd EFGH 1234 ijkl", "whsec"
LOST = "lost"  # it does what was asked and hangs up without a word
SILENT = "silent"  # it does what was asked and never answers
Trouble = str | tuple[int, dict[str, str]]


class Site(ThreadingHTTPServer):
    """Posts by id, what readers were shown in which order, and for each step the troubles that are still to come."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.posts: dict[int, dict[str, Any]] = {}
        self.shown: list[str] = []  # the words that came before the public, each time that they did
        self.handed: list[tuple[dict[str, str], bytes]] = []
        self.keys: set[str] = set()
        self.troubles: dict[str, list[Trouble]] = defaultdict(list)
        self.steps: list[str] = []
        self.may_publish = True
        self.filters = False
        self.closing, self.reached = threading.Event(), threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what these tests are about."""


class _Answers(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        self.turn(b"")

    def do_POST(self) -> None:
        self.turn(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def turn(self, body: bytes) -> None:
        """Do what is asked for, unless there is trouble first; some trouble comes after it was done."""
        step = self.step(body)
        self.server.steps.append(step)
        trouble = self.server.troubles[step].pop(0) if self.server.troubles[step] else None
        if isinstance(trouble, tuple):
            return self.answer(trouble[0], {"code": "trouble"}, trouble[1])
        if step != "hook" and self.headers.get("Authorization") != key():
            return self.answer(401, {"code": "rest_not_logged_in"})
        said = getattr(self, step)(orjson.loads(body or b"{}"))
        if trouble in (LOST, SILENT):
            self.server.reached.set()
            if trouble == SILENT:
                self.server.closing.wait(30)
            self.close_connection = True
            return None
        return self.answer(*said)

    def step(self, body: bytes) -> str:
        path = urlsplit(self.path).path
        if path == "/hook":
            self.server.handed.append((dict(self.headers.items()), body))
            return "hook"
        if path.endswith("/users/me"):
            return "me"
        if re.fullmatch(r"/wp-json/wp/v2/posts/\d+", path):
            return "publish"
        return "lay" if self.command == "POST" else "find"

    def me(self, _said: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"id": 1, "capabilities": {"publish_posts": self.server.may_publish}}

    def find(self, _said: dict[str, Any]) -> tuple[int, Any]:
        slug = parse_qs(urlsplit(self.path).query)["slug"][0]
        return 200, [post for post in self.server.posts.values() if post["slug"] == slug]

    def lay(self, said: dict[str, Any]) -> tuple[int, Any]:
        number = len(self.server.posts) + 1
        content = re.sub("&amp;", "and", said["content"]) if self.server.filters else said["content"]
        self.server.posts[number] = {
            "id": number,
            "slug": said["slug"],
            "status": said["status"],
            "title": {"raw": said["title"]},
            "content": {"raw": content},
            "link": f"{self.server.url}/{number}",
        }
        return 201, self.server.posts[number]

    def publish(self, said: dict[str, Any]) -> tuple[int, Any]:
        post = self.server.posts.get(int(self.path.rpartition("/")[2]))
        if post is None:
            return 404, {"code": "rest_post_invalid_id"}
        post["content"] = {"raw": said["content"]}
        if post["status"] != "publish":  # publishing what is published shows nobody anything new
            self.server.shown.append(said["content"])
        post["status"] = said["status"]
        return 200, post

    def hook(self, said: dict[str, Any]) -> tuple[int, Any]:
        if said["event"] == "publish" and self.headers["Idempotency-Key"] not in self.server.keys:
            self.server.keys.add(self.headers["Idempotency-Key"])
            self.server.shown.append(said["text"])
        return 200, {"id": "h1", "url": f"{self.server.url}/news/h1"}

    def answer(self, status: int, said: Any, headers: dict[str, str] | None = None) -> None:
        body = said if isinstance(said, bytes) else orjson.dumps(said)
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)


def key() -> str:
    return "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


@contextmanager
def site() -> Iterator[Site]:
    """Run the server until the test is over."""
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
