"""What can a person type? Each command is one small function; heavy parts are imported only by the one that runs."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence

from firebreak import __version__
from firebreak.connect.columns import COLUMNS
from firebreak.console.clock import PACES
from firebreak.core.errors import BadInput, FirebreakError, UnwritableFile

DONE, NEEDS_PERSON, BAD_USAGE = 0, 1, 2
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # no room where a person said that something be written
MAP = f"which column of the file holds what: text=內容. The left side is one of: {', '.join(COLUMNS)}"
Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 done but a person must look, 2 bad usage or unreadable input."""
    args = parser().parse_args(argv)
    compute_alone()
    use_database(getattr(args, "db", None))
    command: Command = args.command
    try:
        return command(args)
    except FirebreakError as error:
        say(error)
        return BAD_USAGE if isinstance(error, BadInput) else NEEDS_PERSON
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as error:
        if error.errno not in FULL:
            raise
        say(UnwritableFile(problem=error.strerror))
        return BAD_USAGE


def say(problem: FirebreakError) -> None:
    from firebreak.run.said import report

    print(report(problem), file=sys.stderr)


def compute_alone() -> None:
    """Let no product of matrices start threads: it is small, and a thread that waits for the next one keeps turning."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read once, when numpy is imported


def use_database(url: str | None) -> None:
    if url:
        os.environ["FIREBREAK_DATABASE_URL"] = url


def start_django() -> None:
    """Set Django up with the database in the environment."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firebreak.console.settings")
    django.setup()


def read(args: argparse.Namespace) -> int:
    from firebreak.run.output import writing
    from firebreak.run.reader import read_file

    with writing(args.out) as out:
        again = args.stage == "both"
        rejected = read_file(
            args.file, out=out, watch=args.watch, explain=args.explain, rejects=args.rejects, again=again
        )
    return NEEDS_PERSON if rejected else DONE


def detect(args: argparse.Namespace) -> int:
    from firebreak.run.detect import detect_file
    from firebreak.run.output import writing

    with writing(args.out) as out:
        rejected = detect_file(args.file, out=out, rejects=args.rejects)
    return NEEDS_PERSON if rejected else DONE


def forecast(args: argparse.Namespace) -> int:
    from firebreak.run.forecast import forecast_file
    from firebreak.run.output import writing

    with writing(args.out) as out:
        return NEEDS_PERSON if forecast_file(args.file, at=args.at, out=out, rejects=args.rejects) else DONE


def lint(args: argparse.Namespace) -> int:
    from firebreak.run.drafts import lint_file
    from firebreak.run.output import writing

    with writing(args.out) as out:
        return NEEDS_PERSON if lint_file(args.file, out=out, rejects=args.rejects) else DONE


def compare(args: argparse.Namespace) -> int:
    from firebreak.run.drafts import compare_file
    from firebreak.run.output import writing

    with writing(args.out) as out:
        return NEEDS_PERSON if compare_file(args.file, out=out, rejects=args.rejects) else DONE


def import_(args: argparse.Namespace) -> int:
    start_django()
    from firebreak.run.importer import import_file

    counts = import_file(
        args.file, watch=args.watch, brand=args.brand, mapping=args.map, rejects=args.rejects, progress=sys.stderr
    )
    print(counts.as_json())
    return NEEDS_PERSON if counts.rejected else DONE


def replay(args: argparse.Namespace) -> int:
    from firebreak.run.temporary import fresh_database

    if not args.watch and not args.db:
        raise BadInput(problem="no_watches")  # of a database of its own nobody has given any
    with fresh_database(kept=args.db):
        start_django()
        from firebreak.run.replay import replay_file

        rejected = replay_file(
            args.file,
            watch=args.watch,
            brand=args.brand,
            speed=None if args.instant else args.speed,
            into_existing=args.into_existing,
            deliver=args.deliver,
            out=sys.stdout,
            rejects=args.rejects,
        )
    return NEEDS_PERSON if rejected else DONE


def check(args: argparse.Namespace) -> int:
    start_django()
    from firebreak.run.check import check_all

    return DONE if check_all(sys.stdout, as_json=args.json) else NEEDS_PERSON


def metric(args: argparse.Namespace) -> int:
    start_django()
    from firebreak.run.metric import print_metric

    print_metric(args.id, story=args.story, brand=args.brand, at=args.at, out=sys.stdout)
    return DONE


def up(args: argparse.Namespace) -> int:
    from firebreak.run.address import listening

    with listening(args.host, args.port) as sockets:
        start_django()
        from firebreak.run.service import serve

        return serve(host=args.host, sockets=sockets)


def demo(args: argparse.Namespace) -> int:
    from firebreak.run.address import listening
    from firebreak.run.demo import alone_at_home, prepare_home, show

    with alone_at_home() as home, listening(args.host, args.port) as sockets:
        prepare_home(home, fresh=args.fresh)
        start_django()
        return show(host=args.host, sockets=sockets, until=args.until, pace=args.pace)


def run(args: argparse.Namespace) -> int:
    start_django()
    from firebreak.run.service import run_loop

    return run_loop(args.name)


def admin(args: argparse.Namespace) -> int:
    start_django()
    from firebreak.run.admin import make_admin

    make_admin(email=args.email, name=args.name, brand=args.brand, out=sys.stdout)
    return DONE


def password(args: argparse.Namespace) -> int:
    start_django()
    from firebreak.run.admin import give_password

    give_password(email=args.email, out=sys.stdout)
    return DONE


def audit_verify(args: argparse.Namespace) -> int:
    start_django()
    from firebreak.run.check import verify_audit

    return DONE if verify_audit(sys.stdout, anchor_file=args.anchor) else NEEDS_PERSON


def audit_anchor(args: argparse.Namespace) -> int:
    from firebreak.run.output import writing

    with writing(args.out) as out:
        start_django()
        from firebreak.console import clock
        from firebreak.run.anchors import print_anchors

        print_anchors(out, at=clock.now())
    return DONE


def evidence_verify(args: argparse.Namespace) -> int:
    from firebreak.run.evidence import verify_evidence

    whole = verify_evidence(sys.stdout, args.file, key_file=args.key, digest=args.digest, as_json=args.json)
    return DONE if whole else NEEDS_PERSON


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="firebreak", description="Firebreak 防火線: from the first bad post to the last lesson learnt."
    )
    top.add_argument("--version", action="version", version=f"firebreak {__version__}")
    commands = top.add_subparsers(dest="name_of_command", required=True, metavar="COMMAND")
    add_reading(commands)
    add_answering(commands)
    add_storing(commands)
    add_service(commands)
    add_evidence(commands)
    return top


Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add(commands: Commands, name: str, command: Command, help_: str, example: str) -> argparse.ArgumentParser:  # type: ignore[valid-type]
    made: argparse.ArgumentParser = commands.add_parser(  # type: ignore[attr-defined]
        name, help=help_, description=help_, epilog=f"example: {example}"
    )
    made.set_defaults(command=command)
    return made


def add_reading(commands: Commands) -> None:  # type: ignore[valid-type]
    one = add(commands, "read", read, "read posts and print a reading a line", "firebreak read posts.jsonl --explain")
    one.add_argument("file", nargs="?", default="-", metavar="FILE", help="posts (JSON lines, CSV, XLSX); - is stdin")
    one.add_argument("--watch", metavar="YAML", help="watch file; sentiment is then towards the brand")
    one.add_argument(
        "--stage",
        choices=("first", "both"),
        default="both",
        help="second model too where a watch is heard, or without --watch where the tone is unsure",
    )
    one.add_argument("--explain", action="store_true", help="say which words made the reading")
    one.add_argument("--out", metavar="FILE", help="write readings here instead of stdout")
    one.add_argument("--rejects", metavar="FILE", help="write rows that cannot be read here")
    two = add(commands, "detect", detect, "judge counts by their own past", "firebreak detect counts.csv")
    two.add_argument("file", nargs="?", default="-", metavar="FILE", help="CSV timestamp,value; - is stdin")
    two.add_argument("--out", metavar="FILE", help="write the judged counts here instead of stdout")
    two.add_argument("--rejects", metavar="FILE", help="write rows that cannot be used here")
    three = add(commands, "forecast", forecast, "say how far it will go", "firebreak forecast cascades.jsonl --at 1h")
    three.add_argument("file", nargs="?", default="-", metavar="FILE", help="cascades (JSON lines); - is stdin")
    three.add_argument("--at", required=True, metavar="DURATION", help="age at which to forecast: 10m, 1h, 6h, 2d")
    three.add_argument("--out", metavar="FILE", help="write forecasts here instead of stdout")
    three.add_argument("--rejects", metavar="FILE", help="write rows that cannot be read here, with what they need")


def add_answering(commands: Commands) -> None:  # type: ignore[valid-type]
    one = add(commands, "lint", lint, "read drafts and say what would do harm", "firebreak lint drafts.jsonl")
    one.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="drafts (JSON lines: id kind text); - is stdin"
    )
    two = add(
        commands, "compare", compare, "say where two texts contradict each other", "firebreak compare pairs.jsonl"
    )
    two.add_argument("file", nargs="?", default="-", metavar="FILE", help="pairs (JSON lines: id a b); - is stdin")
    for each in (one, two):
        each.add_argument("--out", metavar="FILE", help="write results here instead of stdout")
        each.add_argument("--rejects", metavar="FILE", help="write rows that cannot be read here, with what they need")


def add_storing(commands: Commands) -> None:  # type: ignore[valid-type]
    one = add(commands, "import", import_, "store posts as if collected", "firebreak import posts.csv --watch w.yaml")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--map", metavar="NAME=COLUMN,…", default="", help=MAP)
    two = add(
        commands, "replay", replay, "run posts through the pipeline in event time", "firebreak replay p.jsonl --instant"
    )
    two.add_argument("file", metavar="FILE")
    pace = two.add_mutually_exclusive_group()
    pace.add_argument("--speed", type=float, default=1.0, metavar="N", help="event seconds per real second")
    pace.add_argument("--instant", action="store_true", help="as fast as it goes")
    two.add_argument("--into-existing", action="store_true", help="allow a database that holds collected posts")
    two.add_argument("--deliver", action="store_true", help="really send alerts out")
    for each in (one, two):
        each.add_argument("--rejects", metavar="FILE", help="write rows that cannot be read here, with line and code")
        each.add_argument("--watch", metavar="YAML")
        each.add_argument("--brand", metavar="NAME")
        each.add_argument("--db", metavar="URL", help="sqlite:///path or postgresql://host/name")


def add_service(commands: Commands) -> None:  # type: ignore[valid-type]
    one = add(commands, "check", check, "look over configuration, database and records", "firebreak check --json")
    one.add_argument("--json", action="store_true")
    again = "firebreak metric story.speed ST-0001"
    nine = add(commands, "metric", metric, "work out a figure of the screen again from stored rows", again)
    nine.add_argument("id", metavar="ID", help="such as story.speed, story.severity, board.mentions, board.health")
    nine.add_argument("story", metavar="STORY", nargs="?", help="code of the story that the figure is of")
    nine.add_argument("--at", metavar="TIME", help="as of then; without it, now")
    nine.add_argument("--brand", metavar="NAME", help="needed where there are several")
    nine.add_argument("--db", metavar="URL", help="sqlite:///path or postgresql://host/name")
    two = add(commands, "up", up, "run the whole service in one process", "firebreak up --port 8000")
    three = add(commands, "demo", demo, "run the service with a recorded crisis", "firebreak demo --fresh")
    three.add_argument("--fresh", action="store_true", help="forget the last demo and begin anew")
    three.add_argument("--until", choices=("incident",), help="stop by itself when an incident is open")
    three.add_argument("--pace", type=int, choices=PACES, default=60, help="how fast its clock runs; 1 as a watch does")
    for each in (two, three):
        each.add_argument("--host", default="127.0.0.1")
        each.add_argument("--port", type=int, default=8000)
    four = add(commands, "run", run, "run one loop alone", "firebreak run collect")
    four.add_argument("name", choices=("collect", "digest", "deliver", "tidy"))
    five = add(
        commands, "admin", admin, "make the first administrator", "firebreak admin --email a@example.org --brand X"
    )
    five.add_argument("--email", required=True)
    five.add_argument("--name", default="")
    five.add_argument("--brand", required=True)
    nine = add(
        commands, "password", password, "let somebody in once to choose a password", "firebreak password --email a@b.c"
    )
    nine.add_argument("--email", required=True)
    six = commands.add_parser("audit", help="look at the audit chain")  # type: ignore[attr-defined]
    parts = six.add_subparsers(dest="name_of_part", required=True)
    seven = add(parts, "verify", audit_verify, "name the first broken entry of the chain", "firebreak audit verify")
    seven.add_argument("--anchor", metavar="FILE", help="anchors kept elsewhere, as `audit anchor` writes them")
    example = "firebreak audit anchor --out anchors.jsonl"
    eight = add(parts, "anchor", audit_anchor, "sign the chains as they are and print their anchors", example)
    eight.add_argument("--out", metavar="FILE", help="write anchors here instead of stdout")
    for each in (one, two, four, five, nine, seven, eight):
        each.add_argument("--db", metavar="URL")


def add_evidence(commands: Commands) -> None:  # type: ignore[valid-type]
    top = commands.add_parser("evidence", help="look at what was taken along as evidence")  # type: ignore[attr-defined]
    parts = top.add_subparsers(dest="name_of_part", required=True)
    example = "firebreak evidence verify INC-0001.zip"
    one = add(parts, "verify", evidence_verify, "check an evidence pack; needs no database and no network", example)
    one.add_argument("file", metavar="FILE", help="the archive as it was handed out")
    one.add_argument("--key", metavar="FILE", help="key of the audit chain of who made it, to check the signature")
    one.add_argument("--digest", metavar="HEX", help="SHA-256 of the archive as the audit log has it")
    one.add_argument("--json", action="store_true")


if __name__ == "__main__":
    raise SystemExit(main())
