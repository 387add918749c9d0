"""Is every sentence of the console translated? Collects them, brings the catalogue up to date, compiles and checks it.

    python tools/catalogue.py extract | update | compile | check

Django's own templatize turns a template into something Python-like that keeps line numbers; Babel reads the rest.
No system gettext is needed. The compiled file is not kept in the repository.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent / "src" / "firebreak"
LOCALE = ROOT / "console" / "locale"
CATALOGUE = LOCALE / "zh_Hant" / "LC_MESSAGES" / "django.po"
METHODS = [
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**.html", f"{__name__}:templates"),
    ("**.txt", "ignore"),
]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = r"""# The words of the console in Traditional Chinese (Taiwan); kept by tools/catalogue.py.
msgid ""
msgstr ""
"Language: zh_Hant\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)|(?<!%)\{(\w+)\}")


def templates(file: IO[bytes], keywords: Any, comment_tags: Collection[str], options: dict[str, str]) -> Iterator[Any]:
    """Give the messages of a Django template, for Babel; lines lose their indent so that they read as Python."""
    source = templatize(file.read().decode())
    flat = "\n".join(line.strip() for line in source.splitlines())
    yield from extract_python(io.BytesIO(flat.encode()), keywords, comment_tags, {"encoding": "utf-8"})


def extract() -> Catalog:
    """Collect every message of the sources, in the order of files and lines."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    found = Catalog(project="firebreak", charset="utf-8")
    files = extract_from_dir(ROOT, method_map=methods(), keywords=KEYWORDS, strip_comment_tags=True)
    for name, line, message, comments, context in sorted(files, key=lambda row: (row[0], row[1])):
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def methods() -> list[tuple[str, Any]]:
    return [(pattern, templates if method.endswith(":templates") else method) for pattern, method in METHODS]


def read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hant", project="firebreak", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hant")


def update() -> Catalog:
    """Bring the catalogue up to the sources; what is gone is dropped, nothing is guessed."""
    catalogue = read()
    catalogue.update(extract(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(HEADER + written(catalogue), encoding="utf-8")
    return catalogue


def written(catalogue: Catalog) -> str:
    """Write the messages without dates, so that an update without news changes no byte."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, include_lineno=False)
    return out.getvalue().decode()


def compile_catalogue() -> Path:
    """Write the compiled file beside the catalogue; missing sentences stay out and show in English."""
    target = CATALOGUE.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, read())
    return target


def check() -> list[str]:
    """Name what is wrong: missing or fuzzy sentences, placeholders that differ, sentences nobody asks for any more."""
    catalogue, wanted = read(), extract()
    problems = [f"not in the catalogue: {text(one)}" for one in wanted if one.id and not same(catalogue, one)]
    for message in catalogue:
        if not message.id:
            continue
        if not same(wanted, message):
            problems.append(f"no longer used: {text(message)}")
        problems += flaws(message)
    return problems + hidden()


def hidden() -> list[str]:
    """Name sentences inside f-strings: the reader of sources does not see them there."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        wholes = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr))
        inside = (node for whole in wholes for node in ast.walk(whole))
        calls = (node.func for node in inside if isinstance(node, ast.Call))
        if any(isinstance(called, ast.Name) and called.id in KEYWORDS for called in calls):
            found.append(f"inside an f-string: {path.relative_to(ROOT)}")
    return found


def same(catalogue: Catalog, message: Message) -> Message | None:
    return catalogue.get(message.id, message.context)


def flaws(message: Message) -> list[str]:
    """Name what is wrong with one translation."""
    strings = flat(message)
    if message.fuzzy:
        return [f"fuzzy: {text(message)}"]
    if not all(strings):
        return [f"not translated: {text(message)}"]
    wanted = placeholders(text(message))
    return [f"placeholders differ: {text(message)}" for string in strings if placeholders(string) != wanted]


def flat(message: Message) -> tuple[str, ...]:
    """Give the translations: one, or one for each plural form."""
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(string or "" for string in strings)


def placeholders(sentence: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(sentence)}


def text(message: Message) -> str:
    """Give the message as written in the source; of a plural the second form, which has the number."""
    return str(message.id[1] if isinstance(message.id, tuple | list) else message.id)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["extract", "update", "compile", "check"])
    step = parser.parse_args().step
    if step == "extract":
        sys.stdout.write(written(extract()))
    elif step == "update":
        missing = sum(1 for message in update() if message.id and not all(flat(message)))
        sys.stderr.write(f"{missing} sentences to translate\n")
    elif step == "compile":
        sys.stderr.write(f"{compile_catalogue().relative_to(ROOT)}\n")
    else:
        problems = check()
        sys.stderr.write("".join(f"{problem}\n" for problem in problems))
        return bool(problems)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
