"""Where can a test find a PostgreSQL that nobody else uses? Makes a throw-away cluster and removes it afterwards.

    python -m tools.postgres COMMAND …      runs COMMAND with FIREBREAK_DATABASE_URL set

PostgreSQL refuses to run as root, so under root the cluster belongs to a system user. It listens on loopback only,
asks for a password made for this run, and does not wait for the disk (unless a benchmark asks it to): it lives for
minutes.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OWNERS = ("postgres", "nobody")
NAME = "firebreak"
START_SECONDS = 60
SETTINGS = {"listen_addresses": "127.0.0.1", "max_connections": "100", "timezone": "UTC"}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off"}


def find_binaries() -> Path | None:
    """Give the directory that holds initdb and postgres, the newest version first; None where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: [int(number) for number in re.findall(r"\d+", path.parent.name)])
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def owner() -> pwd.struct_passwd | None:
    """Give the system user the cluster must belong to; None when the present one may own it."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return pwd.getpwnam(next(name for name in OWNERS if name in names))


@contextmanager
def cluster(binaries: Path, *, careless: bool = True) -> Iterator[str]:
    """Give the address of a fresh database, and take everything away again at the end.

    Unless `careless`, the server waits for the disk as one does that people rely on.
    """
    with tempfile.TemporaryDirectory(prefix="firebreak-pg-", ignore_cleanup_errors=True) as name:
        home, password, port = Path(name), secrets.token_urlsafe(18), free_port()
        become = belong(home)
        initialise(binaries, home, password=password, become=become)
        settings = {**SETTINGS, **(CARELESS if careless else {}), "port": str(port)}
        server = start(binaries, home, settings=settings, become=become)
        try:
            url = f"postgresql://{NAME}:{password}@127.0.0.1:{port}/{NAME}"
            create_database(url, server, log=home / "log")
            yield url
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=START_SECONDS)


def belong(home: Path) -> dict[str, Any]:
    """Give the directory to the cluster's owner, and the arguments that make a process run as that user."""
    user = owner()
    if user is None:
        return {"cwd": home}
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"cwd": home, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def initialise(binaries: Path, home: Path, *, password: str, become: dict[str, Any]) -> None:
    """Make the cluster; only its first user exists, with the password given."""
    word = home / "password"
    word.write_text(password)
    word.chmod(0o644)  # the directory itself is closed to others
    command = [str(binaries / "initdb"), "--pgdata=data", f"--username={NAME}", "--auth=scram-sha-256"]
    options = ["--pwfile=password", "--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run([*command, *options], text=True, capture_output=True, env=environment(), **become)
    word.unlink()
    if done.returncode:
        raise SystemExit(f"initdb failed:\n{done.stdout}{done.stderr}")


def start(
    binaries: Path, home: Path, *, settings: Mapping[str, str], become: dict[str, Any]
) -> subprocess.Popen[bytes]:
    """Start the server as our own child, with its socket and its log inside the directory."""
    command = [str(binaries / "postgres"), "-D", "data", "-c", f"unix_socket_directories={home}"]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment(),
            start_new_session=True,
            **become,
        )


def create_database(url: str, server: subprocess.Popen[bytes], *, log: Path) -> None:
    """Wait until the server answers, then make the database the address names."""
    import psycopg

    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {NAME}")
                return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"PostgreSQL did not start: {error}\n{log.read_text()}") from error
            time.sleep(0.1)


def environment() -> dict[str, str]:
    """Give the server a plain environment: no settings of the caller's PostgreSQL, no home it cannot read."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(command: list[str]) -> int:
    binaries = find_binaries()
    if binaries is None:
        print("tools.postgres: PostgreSQL is not installed", file=sys.stderr)
        return 2
    with cluster(binaries) as url:
        return subprocess.run(command, env={**os.environ, "FIREBREAK_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
