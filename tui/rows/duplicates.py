"""Customers that may be one: pairs, two side by side with what their merge moves; the bin."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from models.width import cut
from tui.i18n import listed, moment, tr
from tui.labels import entity_label, field_label
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from models.views.change import BinRow
    from models.views.duplicates import FieldChoice, MergePlan, Pair

FIELD = "field"
_MOST_LINES = 4  # of one value


def merge_lines(
    plan: MergePlan,
    taken: Mapping[str, bool],
    word: Callable[[str, object], str],
    width: int,
) -> tuple[Line, ...]:
    """The fields that differ with both values, then what moves, what stays behind, who is one.

    `taken` says for which fields the loser's value stands; `word(field, value)` words a value.
    """
    page = Lines(width)
    label_room = 14 if width < 78 else 24
    room = (page.width - label_room - 10) // 2
    _sides(page, plan, label_room, room)
    if plan.fields:
        _said(
            page,
            tr("What is marked stays: the fuller value, else the newer. Space takes the other."),
        )
    for one in plan.fields:
        _choice(page, one, taken.get(one.name, one.take_loser), word, (label_room, room))
    if not plan.fields:
        page.add((f" {tr('Both say the same in every field.')}", "muted"), key="same")
    page.heading(tr("What moves to {code}", code=plan.winner.code))
    for kind, count in plan.moved:
        page.add((f" {count:>5}  ", "strong"), (entity_label(kind, count), ""), key=f"moved {kind}")
    if not plan.moved:
        page.add((f" {tr('Nothing hangs on {code}.', code=plan.loser.code)}", "muted"), key="none")
    if plan.people:
        names = listed(list(plan.people))
        _said(page, tr("On both sides, and one person from now on: {names}", names=names))
    for kind, count in plan.left:
        what = entity_label(kind, count)
        _said(
            page,
            tr("Of what is there once, the newer stays: {count} {what}", count=count, what=what),
        )
    page.blank()
    _said(
        page,
        tr(
            "{old} finds {code} from then on. Undo parts them again for 30 days.",
            old=plan.loser.code,
            code=plan.winner.code,
        ),
    )
    return page.done()


def _sides(page: Lines, plan: MergePlan, label_room: int, room: int) -> None:
    heads = (plan.winner, tr("stays")), (plan.loser, tr("becomes an alias"))
    said = [wrapped(f"{side.code} {what}", room - 1) for side, what in heads]
    names = [wrapped(side.name, room - 1) for side, _what in heads]
    for key, tone, (left, right) in (("sides", "title", said), ("names", "strong", names)):
        for one, other in zip_longest(left, right, fillvalue=""):
            page.add(
                (" " * (label_room + 2), ""),
                (f"    {cut(one, room, pad=True)}    {cut(other, room, pad=True)}", tone),
                key=key,
            )


def _choice(
    page: Lines,
    one: FieldChoice,
    loser: bool,
    word: Callable[[str, object], str],
    rooms: tuple[int, int],
) -> None:
    label_room, room = rooms
    names = wrapped(field_label("customer", one.name), label_room)
    values = [
        wrapped(" ".join(word(one.name, value).split()) or "-", room - 1, limit=_MOST_LINES)
        for value in (one.winner, one.loser)
    ]
    # What is cut off may be what differs: label and values take the lines that they need.
    for place, (name, *both) in enumerate(zip_longest(names, *values, fillvalue="")):
        pieces = [(f" {cut(name, label_room, pad=True)} ", "muted")]
        for text, stands in zip(both, (not loser, loser), strict=True):
            mark = ("[x] " if stands else "[ ] ") if place == 0 else "    "
            pieces.append((mark, "accent" if stands else "muted"))
            pieces.append((cut(text, room, pad=True), "strong" if stands else "muted"))
        page.add(*pieces, key=f"field {one.name}", act=FIELD, question=one.name)


def _said(page: Lines, text: str) -> None:
    for place, part in enumerate(wrapped(text, page.width - 2)):
        page.add((f" {part}", "muted"), key=f"{text} {place}")


def pair_lines(pairs: Sequence[Pair], width: int) -> tuple[Line, ...]:
    """Each pair in three lines: score and one customer, the other one, what is the same."""
    page = Lines(width)
    if not pairs:
        said = tr("No two customers look alike that were not looked at.")
        page.add((f" {said}", "muted"), key="none")
        return page.done()
    name_room = max(16, page.width - 44)
    for pair in pairs:
        for side, head in ((pair.first, f" {pair.score:>3}  "), (pair.second, "      ")):
            page.add(
                (head, "accent"),
                (f"{side.code}  ", "muted"),
                (cut(side.name, name_room, pad=True), "strong"),
                (f"  {cut(side.city, 10, pad=True)}  {cut(side.owner, 10)}", "muted"),
                key=f"pair {pair.first.id} {pair.second.id} {side.id}",
                entity="customer",
                question=str(side.id),
                record_id=pair.first.id,
                deal_id=pair.second.id,
            )
        fields = listed([field_label("customer", name) for name in pair.fields])
        page.add(
            (f"      {tr('the same: {fields}', fields=fields)}", "muted"),
            key=f"pair {pair.first.id} {pair.second.id}",
            record_id=pair.first.id,
            deal_id=pair.second.id,
        )
    return page.done()


def bin_lines(rows: Sequence[BinRow], width: int, sought: str = "") -> tuple[Line, ...]:
    """What was archived, newest first: when, what, by whom."""
    page = Lines(width)
    if not rows and sought:
        _said(page, tr("Nothing archived has that code, name or kind."))
    elif not rows:
        _said(page, tr("The bin is empty. d on a record puts it here, Enter here takes it out."))
    for row in rows:
        room = max(12, page.width - 54)
        page.add(
            (f" {moment(row.at)}  ", "muted"),
            (f"{cut(entity_label(row.entity), 12, pad=True)} ", ""),
            (f"{cut(row.code, 9, pad=True)} ", "muted"),
            (cut(row.title, room, pad=True), "strong"),
            (f" {cut(row.who, 12)}", "muted"),
            key=f"bin {row.change_id}",
            record_id=row.change_id,
        )
    return page.done()
