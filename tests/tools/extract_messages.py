"""Brings the catalogues up to date: every marked message of `tui/` into the .pot and the .po.

    python tests/tools/extract_messages.py               merge; new messages come with no text
    python tests/tools/extract_messages.py --missing     print what has no Chinese yet, as JSON
    python tests/tools/extract_messages.py --fill FILE   put in texts of such a JSON file, merge

The JSON is a list of [context, message, text]; message and text are lists where there is a
plural. Messages are read from the syntax tree, so that calls within f-strings are found too.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tui"
LOCALE = SOURCES / "locale"
TEMPLATE = LOCALE / "fivefold.pot"
LANGUAGES = {"zh_CN": LOCALE / "zh_CN" / "LC_MESSAGES" / "fivefold.po"}

# Name of the function -> places of context, message and plural among its arguments.
KEYWORDS: dict[str, tuple[int | None, int, int | None]] = {
    "tr": (None, 0, None),
    "N_": (None, 0, None),
    "trc": (0, 1, None),
    "NC_": (0, 1, None),
    "ntr": (None, 0, 1),
    "ntrc": (0, 1, 2),
    "NP_": (0, 1, 2),
}
# A fixed moment: a catalogue changes only where a message does.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
Found = tuple[str, str, str]  # context, message, plural; "" for none


def marked(source: str) -> Iterator[Found]:
    """The messages that a source text marks with literals."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in KEYWORDS:
            texts = [_literal(node, place) for place in KEYWORDS[name]]
            if texts[1]:
                yield texts[0], texts[1], texts[2]


def _literal(call: ast.Call, place: int | None) -> str:
    if place is None or place >= len(call.args):
        return ""
    value = call.args[place]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def template() -> Catalog:
    """All messages of `tui/`, in the order of the files."""
    catalog = _catalog(None)
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for context, message, plural in marked(path.read_text(encoding="utf-8")):
            key = (message, plural) if plural else message
            catalog.add(key, locations=[(name, None)], context=context or None)  # type: ignore[list-item]
    return catalog


def _catalog(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        domain="fivefold",
        header_comment="# Messages of Fivefold.",
        project="Fivefold",
        version="1",
        creation_date=_MADE,
        revision_date=_MADE,
        last_translator="Fivefold",
        language_team="Fivefold",
        msgid_bugs_address="-",
        fuzzy=False,
    )


def read(path: Path, locale: str) -> Catalog:
    """A catalogue as it stands; an empty one where there is none."""
    if not path.exists():
        return _catalog(locale)
    return read_po(io.BytesIO(path.read_bytes()), locale=locale, domain="fivefold")


def merged(known: Catalog, wanted: Catalog, locale: str) -> Catalog:
    """The wanted messages with the texts known for them; what is no longer wanted goes."""
    result = _catalog(locale)
    for message in wanted:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        text = old.string if old is not None and not old.fuzzy else None
        plural = isinstance(message.id, tuple)
        if plural is not isinstance(text, tuple | list):
            text = None
        result.add(
            message.id,
            string=text if text is not None else (("",) if plural else ""),
            locations=message.locations,
            context=message.context,
        )
    return result


def missing(catalog: Catalog) -> list[list[object]]:
    """Messages without a text: [context, message, text]."""
    return [
        [message.context or "", message.id, ""]
        for message in catalog
        if message.id and not _has_text(message.string)
    ]


def _has_text(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(text) and bool(text) if isinstance(text, tuple | list) else bool(text)


def fill(catalog: Catalog, rows: list[list[object]]) -> None:
    """Puts texts in; a row whose message is not wanted is passed over."""
    texts = {(row[0], _key(row[1])): row[2] for row in rows}
    for message in catalog:
        text = texts.get((message.context or "", _key(message.id))) if message.id else None
        if text:
            plural = isinstance(message.id, tuple)
            message.string = ((text,) if isinstance(text, str) else tuple(text)) if plural else text  # type: ignore[arg-type, assignment]


def _key(message: object) -> object:
    return tuple(message) if isinstance(message, list) else message


def write(path: Path, catalog: Catalog) -> None:
    """Replaces the file in one step."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".catalogue-")
    with os.fdopen(handle, "wb") as file:
        file.write(out.getvalue())
    Path(temporary).chmod(0o644)
    os.replace(temporary, path)


def main(arguments: list[str]) -> int:
    """Merges, and tells how many messages have no text yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--fill", type=Path)
    options = parser.parse_args(arguments)
    wanted = template()
    lacking: list[list[object]] = []
    for locale, path in LANGUAGES.items():
        catalog = merged(read(path, locale), wanted, locale)
        if options.fill:
            fill(catalog, json.loads(options.fill.read_text(encoding="utf-8")))
        lacking += missing(catalog)
        if not options.missing:
            write(path, catalog)
    if options.missing:
        sys.stdout.write(json.dumps(lacking, ensure_ascii=False, indent=1) + "\n")
        return 0
    write(TEMPLATE, wanted)
    sys.stdout.write(f"{len(wanted)} messages, {len(lacking)} without a text\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
