"""The map of a buying committee drawn with box characters: who reports to whom, allies, rivals.

Pure: people and relations in, pieces of lines out, none wider than the width. A circle of bosses
is cut where it closes; nobody stands twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.clean import shown
from models.enums import Archetype, CommitteeRole, ContactLinkKind
from models.width import cell_width, cut
from tui.i18n import tr
from tui.labels import choice_label, label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.views.cards import LinkRow, StakeholderRow
    from tui.rows.layout import Piece

_DEEPEST = 6  # levels that are indented; deeper ones stand below the sixth


@dataclass(frozen=True, slots=True)
class Person:
    """One person: name, what stands behind it, the tone of the stance."""

    id: int
    name: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Between two persons, in that direction."""

    from_id: int
    to_id: int
    kind: ContactLinkKind


@dataclass(frozen=True, slots=True)
class _Signs:
    branch: str
    last: str
    down: str
    blank: str = "   "


_BOX: Final = _Signs("├─ ", "└─ ", "│  ")
_PLAIN: Final = _Signs("|- ", "`- ", "|  ")
_WORDS: Final = {
    ContactLinkKind.ALLY: "=",
    ContactLinkKind.RIVAL: "x",
    ContactLinkKind.INFLUENCES: ">",
}


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line of the map and the person it stands for, 0 for none."""

    pieces: tuple[Piece, ...]
    person_id: int


def draw(
    people: Sequence[Person], relations: Sequence[Relation], width: int, *, plain: bool = False
) -> list[MapLine]:
    """The map, bosses above those who report to them; relations stand under the person."""
    known = {one.id: one for one in people}
    below: dict[int, list[int]] = defaultdict(list)
    boss: dict[int, int] = {}
    for one in relations:
        inside = one.from_id in known and one.to_id in known and one.from_id != one.to_id
        reports = one.kind is ContactLinkKind.REPORTS_TO
        if inside and reports and one.from_id not in boss:
            boss[one.from_id] = one.to_id
    for person in people:
        if not _closes(person.id, boss):
            below[boss[person.id]].append(person.id)
    tree = _Tree(known, below, relations, width, _PLAIN if plain else _BOX)
    for person in people:
        if _closes(person.id, boss):
            tree.add(person.id)
    return tree.lines


def _closes(person_id: int, boss: dict[int, int]) -> bool:
    """Is this person a root: without a boss, or the lowest id of a circle of bosses."""
    if person_id not in boss:
        return True
    circle, at = [person_id], boss[person_id]
    while at in boss and at not in circle:
        circle.append(at)
        at = boss[at]
    if at not in boss or at != person_id:
        return False
    return person_id == min(circle)


class _Tree:
    """Collects the lines, top down."""

    def __init__(
        self,
        known: dict[int, Person],
        below: dict[int, list[int]],
        relations: Sequence[Relation],
        width: int,
        signs: _Signs,
    ) -> None:
        self.lines: list[MapLine] = []
        self._known = known
        self._below = below
        self._relations = relations
        self._width = width
        self._signs = signs
        self._seen: set[int] = set()

    def add(self, root: int) -> None:
        """A person with all who report to it, near and far; nobody stands twice."""
        waiting = [(root, "", "", 0)]  # person, lead of its line, lead of the lines below, level
        while waiting:
            person_id, head, tail, depth = waiting.pop()
            if person_id in self._seen:
                continue
            self._seen.add(person_id)
            reports = [one for one in self._below.get(person_id, ()) if one not in self._seen]
            self._person(person_id, head, tail, above=bool(reports))
            for place, one in reversed(list(enumerate(reports))):
                final = place == len(reports) - 1
                lead = tail + (self._signs.last if final else self._signs.branch)
                more = (
                    (self._signs.blank if final else self._signs.down) if depth < _DEEPEST else ""
                )
                waiting.append((one, lead, tail + more, depth + 1))

    def _person(self, person_id: int, head: str, tail: str, *, above: bool) -> None:
        person = self._known[person_id]
        note = f"  {shown(person.note)}"
        pieces = ((head, "muted"), (shown(person.name), "strong"), (note, person.tone))
        self._line(pieces, person_id)
        bar = tail + (self._signs.down if above else self._signs.blank)
        for text in self._others(person_id):
            self._line(((bar, "muted"), (text, "muted")), person_id)

    def _others(self, person_id: int) -> Iterator[str]:
        """Allies and rivals from both sides, who influences whom from the one that does."""
        for one in self._relations:
            if one.kind is ContactLinkKind.REPORTS_TO:
                continue
            other = one.to_id if one.from_id == person_id else one.from_id
            mutual = one.kind is not ContactLinkKind.INFLUENCES and one.to_id == person_id
            if (one.from_id == person_id or mutual) and other in self._known:
                name = shown(self._known[other].name)
                yield f"{_WORDS[one.kind]} {label(one.kind)} {name}"

    def _line(self, pieces: Sequence[Piece], person_id: int) -> None:
        found: list[Piece] = []
        room = self._width
        for text, tone in pieces:
            fitted = cut(text, room) if room > 0 else ""
            found.append((fitted, tone))
            room -= cell_width(fitted)
        self.lines.append(MapLine(tuple(found), person_id))


def as_text(lines: Sequence[MapLine]) -> str:
    """The map as plain text, for the shell."""
    if not lines:
        return tr("Nobody yet.")
    return "\n".join("".join(text for text, _tone in line.pieces).rstrip() for line in lines)


_STANCES = {-2: "red", -1: "amber", 0: "muted", 1: "good", 2: "good"}


def stance_word(stance: int) -> str:
    """The sign and the word of a stance, so that it is read without colour (8.3)."""
    words = {
        -2: tr("against"),
        -1: tr("doubtful"),
        0: tr("neutral"),
        1: tr("for us"),
        2: tr("champion"),
    }
    return f"{stance:+d} {words[max(-2, min(2, stance))]}"


def persons(members: Sequence[StakeholderRow], links: Sequence[LinkRow]) -> list[Person]:
    """The members, then bosses, allies and rivals who are none: they explain the members."""
    found = {
        one.contact_id: Person(
            one.contact_id,
            one.contact_name or "",
            _note(one),
            _STANCES[max(-2, min(2, one.stance))],
        )
        for one in members
    }
    for link in links:
        ends = ((link.from_id, link.from_name), (link.to_id, link.to_name))
        if any(person_id in found for person_id, _name in ends):
            for person_id, name in ends:
                found.setdefault(
                    person_id, Person(person_id, name, f"({tr('no member')})", "muted")
                )
    return list(found.values())


def relations(links: Sequence[LinkRow]) -> list[Relation]:
    """Stored relations as the map draws them."""
    return [Relation(one.from_id, one.to_id, ContactLinkKind(one.kind)) for one in links]


def _note(one: StakeholderRow) -> str:
    roles = "/".join(choice_label(CommitteeRole, role) for role in one.roles)
    marks = [
        word
        for holds, word in (
            (one.assumed, tr("assumed")),
            (one.pays, tr("pays")),
            (one.informant, tr("inside")),
            (one.future_leader, tr("future leader")),
            (one.left_at is not None, tr("left")),
        )
        if holds
    ]
    strength = tr("relation {n}/5", n=one.relation_strength)
    parts = [stance_word(one.stance), f"{one.weight_pct} %", strength, *marks, roles]
    if one.formal_power and one.real_power:
        parts.append(tr("power {formal}>{real}", formal=one.formal_power, real=one.real_power))
    if one.archetype:
        parts.append(choice_label(Archetype, one.archetype))
    return " · ".join(part for part in parts if part)
