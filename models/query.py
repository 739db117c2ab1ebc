"""The query line: one grammar for panes, saved views, `list` and `export` (product.md 5).

Parses text into a frozen tree, prints it back, completes it. Standard library only; it never
raises for what a person typed: what it cannot read becomes a `Problem` with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.query_terms import KINDS, NO_KIND, KindSpec, TermSpec, ValueKind, Words, canonical

_DEEPEST = 20  # parentheses inside parentheses; more is a slip of the keyboard
_LONGEST = 1000  # characters, as a saved view holds


@dataclass(frozen=True, slots=True)
class Text:
    """Free words: a word or a phrase to be found anywhere."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """`name op value[,value]`, with canonical values; several values mean any of them."""

    name: str
    op: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    item: Node


@dataclass(frozen=True, slots=True)
class And:
    """Every item holds."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one item holds."""

    items: tuple[Node, ...]


Node = Text | Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class SortKey:
    """One sort key of `sort:due,-amount`."""

    name: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read: its place in the text, a code and its parameters.

    Codes: query.unknown_term, query.bad_value, query.ambiguous, query.operator,
    query.one_value, query.missing_value, query.bad_sort, query.sort_place, query.stray,
    query.too_deep, query.too_long. `params["allowed"]` holds the allowed names, operators or
    values.
    """

    start: int
    end: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """A read query line; equal to another when it asks for the same."""

    kind: str
    root: Node | None = None
    sort: tuple[SortKey, ...] = ()
    text: str = field(default="", compare=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: put `insert` in the place of text[start:end]."""

    start: int
    end: int
    insert: str
    value: bool  # a value of a term; False: the name of a term


# One ASCII twin a character, so that places in the text stay places in the text.
_TWINS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TWINS |= {0x3000: 0x20, 0x201C: 0x22, 0x201D: 0x22, 0xFFE5: 0xA5}

_VALUE = r'(?:"[^"]*"?|[^\s"(),]*)'
_TOKEN = re.compile(
    rf"""
      (?P<blank>\s+)
    | (?P<open>(?P<open_not>!*)\()
    | (?P<close>\))
    | (?P<term>(?P<term_not>!*)(?P<name>[^\W\d_][\w-]*)(?P<op><=|>=|[:=<>])
        (?P<values>{_VALUE}(?:,{_VALUE})*))
    | (?P<phrase>(?P<phrase_not>!*)"(?P<quoted>[^"]*)"?)
    | (?P<word>(?P<word_not>!*)(?P<plain>[^\s"()]*))
    """,
    re.VERBOSE,
)
_PIECE = re.compile(_VALUE)
_OR = "OR"
_SORT = "sort"


def parse(text: str, kind: str, words: Words | None = None) -> Query:
    """Read a query line for a kind such as `customers`; never raises (product.md 5).

    `words` maps an enum class name to {label in lower case: constant}, so that
    `urgency:紧急` works; the entry `term` may map labels to term names.
    """
    if len(text) > _LONGEST:
        problem = Problem(_LONGEST, len(text), "query.too_long", {"limit": _LONGEST})
        return Query(kind, text=text, problems=(problem,))
    parser = _Parser(text.translate(_TWINS), KINDS.get(kind, NO_KIND), words or {})
    root = parser.read()
    problems = tuple(sorted(parser.problems, key=lambda problem: (problem.start, problem.end)))
    return Query(kind, root, tuple(parser.sort), text, problems)


class _Parser:
    """Recursive descent over the tokens: AND of OR groups of units."""

    def __init__(self, text: str, spec: KindSpec, words: Words) -> None:
        self.text = text
        self.spec = spec
        self.words = words
        self.problems: list[Problem] = []
        self.sort: list[SortKey] = []
        self.tokens = [m for m in _tokens(text) if m.lastgroup != "blank"]
        self.place = 0

    def read(self) -> Node | None:
        items: list[Node] = []
        while self.place < len(self.tokens):
            items += self._sequence(0)
            if self.place < len(self.tokens):  # a closing bracket that nothing opened
                self._stray(self._take())
        return _all(items)

    def _sequence(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while self._peek() not in ("", "close"):
            node = self._either(depth)
            if node is not None:
                items.append(node)
        return items

    def _either(self, depth: int) -> Node | None:
        alone = self._at_or()
        if alone:
            self._stray(self._take())
            return None
        first = self._unit(depth)
        items = [] if first is None else [first]
        while self._at_or():
            sign = self._take()
            if self._peek() in ("", "close") or self._at_or():
                self._stray(sign)
                break
            node = self._unit(depth, in_or=True)
            items += [] if node is None else [node]
        return _any(items)

    def _unit(self, depth: int, *, in_or: bool = False) -> Node | None:
        token = self._take()
        if token.lastgroup == "open":
            return self._group(token, depth)
        if token.lastgroup == "term":
            loose = depth == 0 and not in_or and not self._at_or()
            return self._term(token, loose=loose)
        if token.lastgroup == "phrase":
            phrase = " ".join(token["quoted"].split())
            return _negated(Text(phrase), token["phrase_not"]) if phrase else None
        return self._word(token)

    def _group(self, token: re.Match[str], depth: int) -> Node | None:
        if depth >= _DEEPEST:
            self._problem(token.start(), token.end(), "too_deep")
            return None
        node = _all(self._sequence(depth + 1))
        if self._peek() == "close":
            self._take()
        return None if node is None else _negated(node, token["open_not"])

    def _word(self, token: re.Match[str]) -> Node | None:
        word = token["plain"]
        if not word:
            self._stray(token)
            return None
        spec = self.spec.term(word)
        node: Node = Text(word)
        if spec is not None and spec.bare:
            node = Term(spec.name, ":", ("yes",))
        return _negated(node, token["word_not"])

    def _term(self, token: re.Match[str], *, loose: bool) -> Node | None:
        name = token["name"]
        if name.lower() == _SORT:
            self._sort_by(token, loose=loose)
            return None
        spec = self._spec_of(name)
        if spec is None:
            allowed = tuple(known.name for known in self.spec.terms)
            self._problem(*token.span("name"), "unknown_term", name=name, allowed=allowed)
            return None
        values = self._values(token, spec)
        if not values:
            return None
        op = ":" if token["op"] == "=" and spec.kind is not ValueKind.TEXT else token["op"]
        return _negated(Term(spec.name, op, values), token["term_not"])

    def _spec_of(self, name: str) -> TermSpec | None:
        known = self.spec.term(name)
        if known is None:
            known = self.spec.term(self.words.get("term", {}).get(name.lower(), ""))
        return known

    def _values(self, token: re.Match[str], spec: TermSpec) -> tuple[str, ...]:
        if token["op"] not in spec.operators:
            self._problem(
                *token.span("op"),
                "operator",
                name=spec.name,
                allowed=spec.operators,
                op=token["op"],
            )
            return ()
        pieces = list(_pieces(token))
        if token["op"] not in (":", "=") and len(pieces) > 1:
            self._problem(*token.span("values"), "one_value", name=spec.name, op=token["op"])
            return ()
        values = [self._value(start, end, raw, spec) for start, end, raw in pieces]
        return tuple(dict.fromkeys(value for value in values if value))

    def _value(self, start: int, end: int, raw: str, spec: TermSpec) -> str:
        if not raw:
            self._problem(start, end, "missing_value", name=spec.name, allowed=spec.allowed)
            return ""
        value = canonical(spec, raw, self.words)
        if isinstance(value, str):
            return value
        code = "ambiguous" if value else "bad_value"
        allowed = value or spec.allowed
        self._problem(start, end, code, name=spec.name, value=raw, allowed=allowed)
        return ""

    def _sort_by(self, token: re.Match[str], *, loose: bool) -> None:
        if not loose or token["term_not"] or token["op"] not in (":", "="):
            self._problem(token.start(), token.end(), "sort_place")
            return
        for start, end, raw in _pieces(token):
            descending = raw.startswith("-")
            name = raw.removeprefix("-").removeprefix("+").lower()
            if name not in self.spec.sorts:
                spec = self._spec_of(name)
                name = spec.name if spec else name
            if name not in self.spec.sorts:
                self._problem(start, end, "bad_sort", value=raw, allowed=self.spec.sorts)
            elif all(key.name != name for key in self.sort):
                self.sort.append(SortKey(name, descending))

    def _peek(self) -> str:
        if self.place >= len(self.tokens):
            return ""
        return self.tokens[self.place].lastgroup or ""

    def _at_or(self) -> bool:
        return self._peek() == "word" and self.tokens[self.place][0] == _OR

    def _take(self) -> re.Match[str]:
        self.place += 1
        return self.tokens[self.place - 1]

    def _stray(self, token: re.Match[str]) -> None:
        self._problem(token.start(), token.end(), "stray", value=token[0])

    def _problem(self, start: int, end: int, code: str, **params: object) -> None:
        self.problems.append(Problem(start, end, f"query.{code}", params))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match is not None
        yield match
        place = match.end()


def _pieces(token: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The values of a term, each with its place; quotes taken off."""
    start, end = token.span("values")
    while True:
        piece = _PIECE.match(token.string, start, end)
        assert piece is not None
        raw = piece[0]
        if raw.startswith('"'):
            raw = raw.strip('"')
        yield piece.start(), piece.end(), " ".join(raw.split())
        if piece.end() >= end:
            return
        start = piece.end() + 1


def _negated(node: Node, signs: str) -> Node:
    if len(signs) % 2 == 0:
        return node
    return node.item if isinstance(node, Not) else Not(node)


def _all(items: list[Node]) -> Node | None:
    flat = [part for item in items for part in (item.items if isinstance(item, And) else (item,))]
    if len(flat) < 2:
        return flat[0] if flat else None
    return And(tuple(flat))


def _any(items: list[Node]) -> Node | None:
    flat = [part for item in items for part in (item.items if isinstance(item, Or) else (item,))]
    if len(flat) < 2:
        return flat[0] if flat else None
    return Or(tuple(flat))


def printed(query: Query) -> str:
    """The query line that asks for the same; what has problems is kept as it was typed."""
    if query.problems:
        return query.text
    parts = [] if query.root is None else [_node_text(query.root, query.kind)]
    if query.sort:
        keys = ",".join(f"-{key.name}" if key.descending else key.name for key in query.sort)
        parts.append(f"{_SORT}:{keys}")
    return " ".join(parts)


def _node_text(node: Node, kind: str, *, inside: type | None = None) -> str:
    if isinstance(node, Text):
        return _word_text(node, kind)
    if isinstance(node, Term):
        return _term_text(node, kind)
    if isinstance(node, Not):
        return "!" + _node_text(node.item, kind, inside=Not)
    if isinstance(node, Or):
        text = f" {_OR} ".join(_node_text(item, kind, inside=Or) for item in node.items)
        return f"({text})" if inside is Not else text
    text = " ".join(_node_text(item, kind) for item in node.items)
    return text if inside is None else f"({text})"


def _word_text(node: Text, kind: str) -> str:
    if parse(node.text, kind).root == node and node.text != _OR:
        return node.text
    return f'"{node.text}"'


def _term_text(node: Term, kind: str) -> str:
    spec = KINDS.get(kind, NO_KIND).term(node.name)
    if spec is not None and spec.bare and node.values == ("yes",):
        return node.name
    values = ",".join(
        f'"{value}"' if re.search(r'[\s(),"]', value) else value for value in node.values
    )
    return f"{node.name}{node.op}{values}"


def completions(
    text: str, cursor: int, kind: str, words: Words | None = None
) -> tuple[Completion, ...]:
    """Ways to go on at the cursor: names of terms, or values of the term it stands in."""
    spec = KINDS.get(kind, NO_KIND)
    folded = text.translate(_TWINS)
    for token in _tokens(folded):
        if token.lastgroup == "term" and token.start("values") <= cursor <= token.end():
            return _value_completions(token, cursor, spec, words or {})
        if token.lastgroup in ("word", "term") and token.start() <= cursor <= token.end():
            return _name_completions(token, cursor, spec)
    return tuple(Completion(cursor, cursor, name, False) for name in _names(spec))


def _names(spec: KindSpec) -> tuple[str, ...]:
    names = tuple(term.name if term.bare else f"{term.name}:" for term in spec.terms)
    return (*names, f"{_SORT}:")


def _name_completions(token: re.Match[str], cursor: int, spec: KindSpec) -> tuple[Completion, ...]:
    start = token.start() + len(token["word_not"] or token["term_not"] or "")
    typed = token.string[start:cursor].lower()
    end = token.end("name") if token.lastgroup == "term" else token.end()
    cut = -1 if token.lastgroup == "term" else None  # its operator stands there already
    found = (name for name in _names(spec) if name.startswith(typed) and cursor >= start)
    return tuple(
        Completion(start, end, name[:cut] if name.endswith(":") else name, False) for name in found
    )


def _value_completions(
    token: re.Match[str], cursor: int, spec: KindSpec, words: Words
) -> tuple[Completion, ...]:
    for start, end, _raw in _pieces(token):
        if start <= cursor <= end:
            typed = token.string[start:cursor].strip('"').lower()
            return tuple(
                Completion(start, end, value, True)
                for value in _offers(token["name"], typed, spec, words)
            )
    return ()


def _offers(name: str, typed: str, spec: KindSpec, words: Words) -> list[str]:
    if name.lower() == _SORT:
        sign = "-" if typed.startswith("-") else ""
        return [sign + key for key in spec.sorts if key.startswith(typed.removeprefix("-"))]
    term = spec.term(name) or spec.term(words.get("term", {}).get(name.lower(), ""))
    if term is None:
        return []
    labels = words.get(term.choices.__name__, {}) if term.choices else {}
    by_label = {labels[label] for label in labels if typed and label.startswith(typed)}
    return [v for v in term.allowed if v.lower().startswith(typed) or v in by_label]
