"""Content lines of address cards, from bytes to named values and back: folding, escapes, charsets.

Knows the syntax of vCard 2.1, 3.0 and 4.0; what a property means is not its business.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B"})
_HEAD = re.compile(rb'^(?:[^":]|"[^"]*")*:')
_PARAM = re.compile(r';((?:[^";]|"[^"]*")*)')
_NAME = re.compile(rb"^\s*(?:[\w-]+\.)?([\w-]+)\s*[;:]")
_BASE64 = re.compile(rb"^[ \t]*[A-Za-z0-9+/=]+[ \t]*$")
_SPLIT = re.compile(r"(?<!\\)((?:\\\\)*);")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_FOLD_AT = 75  # octets of a line, RFC 6350 3.2


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card; `value` is decoded text that may still hold escapes."""

    line: int
    group: str
    name: str
    types: frozenset[str]
    params: dict[str, str]
    value: str
    damaged: bool = False  # some bytes fit no encoding and are shown as U+FFFD
    old: bool = False  # vCard 2.1, where \n is no line end

    @property
    def text(self) -> str:
        """The value with its escapes resolved, blanks around it removed."""
        return _unescaped(self.value, self.old).strip()

    def parts(self) -> list[str]:
        """The value split at its semicolons, each part with its escapes resolved."""
        pieces = _SPLIT.sub("\\1\x00", self.value).split("\x00")
        return [_unescaped(piece, self.old).strip() for piece in pieces]


def _unescaped(text: str, old: bool) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: _meaning(found.group(1), old), text)


def _meaning(character: str, old: bool) -> str:
    if character in "nN":
        return f"\\{character}" if old else "\n"
    return character if character in "\\;,:" else f"\\{character}"


def logical_lines(source: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines as they were before folding, by the number of the first physical line.

    Joins what begins with a blank, quoted-printable soft breaks and bare base64 lines; pictures,
    sounds and keys keep only their first line. Joined as bytes, for a fold may split a character.
    """
    start, joined, old = 0, bytearray(), False
    for number, line in _physical(source):
        if start:
            piece = _continuation(joined, line, old)
            if piece is not None:
                _extend(joined, piece)
                continue
            yield start, bytes(joined)
        start, joined = number, bytearray(line)
        if _key(line) == b"VERSION":
            old = line.rstrip().endswith(b"2.1")
    if start:
        yield start, bytes(joined)


def _extend(joined: bytearray, piece: bytes) -> None:
    if _is_soft_broken(joined):
        del joined[-1:]
        joined += piece
    elif not _is_binary(joined):
        joined += piece


def _physical(source: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    for chunk in source:
        for line in chunk.splitlines():
            number += 1
            yield number, line


def _continuation(joined: bytearray, line: bytes, old: bool) -> bytes | None:
    """What the line adds to the one before; None where it begins anew."""
    if _key(line) in (b"END", b"BEGIN"):
        return None
    if _is_soft_broken(joined):
        return line
    if line[:1] in (b" ", b"\t") and joined:
        keeps_blank = old and b"QUOTED-PRINTABLE" not in bytes(joined[:200]).upper()
        return line if keeps_blank else line[1:]
    if _is_binary(joined) and _BASE64.match(line):
        return line
    return None


def _key(line: bytes | bytearray) -> bytes:
    found = _NAME.match(line)
    return found.group(1).upper() if found else b""


def _is_binary(line: bytearray) -> bool:
    return _key(line).decode("ascii") in BINARY


def _is_soft_broken(line: bytearray) -> bool:
    if line[-1:] != b"=":
        return False
    head = _HEAD.match(line)
    return head is not None and b"QUOTED-PRINTABLE" in head.group().upper()


def parsed(number: int, line: bytes, encoding: str, old: bool) -> Property | None:
    """The property on a logical line; None where it is none.

    `encoding` holds for the file; a CHARSET of the property goes before it.
    """
    head = _HEAD.match(line)
    if head is None:
        return None
    name, _, rest = head.group()[:-1].decode("latin-1").partition(";")
    group, _, name = name.strip().rpartition(".")
    if not name:
        return None
    types, params = _params(";" + rest if rest else "")
    value = line[head.end() :]
    if params.get("ENCODING") == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    text, damaged = _decoded(value, params.get("CHARSET", ""), encoding)
    return Property(
        number, group.lower(), name.upper(), frozenset(types), params, text, damaged, old
    )


def _params(text: str) -> tuple[set[str], dict[str, str]]:
    """Types in every spelling (TYPE=a,b; TYPE="a,b"; TYPE=a;TYPE=b; bare A), and other params."""
    types: set[str] = set()
    params: dict[str, str] = {}
    for found in _PARAM.finditer(text):
        key, equals, value = found.group(1).partition("=")
        key, value = key.strip().upper(), value.strip().strip('"')
        if not equals:
            if key in _ENCODINGS:
                params["ENCODING"] = key
            else:
                types.add(key)
        elif key == "TYPE":
            types.update(part.strip().upper() for part in value.split(","))
        elif key == "ENCODING":
            params[key] = value.upper()
        else:
            params[key] = value
    return types - {""}, params


def _decoded(value: bytes, charset: str, encoding: str) -> tuple[str, bool]:
    """The text of a value, and whether bytes had to be replaced; GBK names mean GB18030."""
    ladder = [encoding, "utf-8", "gb18030"]
    if charset:
        try:
            name = codecs.lookup(charset).name
        except LookupError:
            name = encoding
        ladder = ["gb18030" if name in ("gbk", "gb2312") else name]
    for codec in ladder:
        try:
            return value.decode(codec), False
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        return value.decode(ladder[0], "replace"), True
    except LookupError:  # a codec of Python that is none for text
        return value.decode("utf-8", "replace"), True


def escaped(text: str) -> str:
    """Text as it may stand in a value of vCard 3.0 and 4.0."""
    for character in "\\;,":
        text = text.replace(character, "\\" + character)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in UTF-8, folded at 75 octets between characters, with its line end."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        encoded = character.encode("utf-8", "replace")
        if len(piece) + len(encoded) > _FOLD_AT:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
