"""Account plan: what is known of the customer's business, and what we make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from models import enums
from models.fields.registry import entity as entity_named
from models.width import cell_width, cut
from tui.i18n import day, tr
from tui.labels import choice_label, entity_label, field_label, play_text, reason_text
from tui.panes.detail.parts import shown_value, text_of
from tui.rows.gauge import bar
from tui.rows.lines import Line, Lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.views.account import AccountCard, Rows
    from storage.services import Services

# What stands first in a line of each kind; its other filled fields follow.
_FIRST: Final[Mapping[str, str]] = {
    "solution_line": "description",
    "competitor_on_account": "competitor",
    "value_chain_link": "name",
    "customer_rival": "name",
    "account_goal": "text",
    "account_financial": "year",
    "joint_project": "name",
}
# Enter on an area of which nothing is written yet: what follows is the area.
NEW_AREA = "area "
_LEFT_OUT = ("customer", "currency", "follow_up", "qty", "discount", "position", "incumbent")


def account(services: Services, customer_id: int, width: int, plain: bool) -> tuple[Line, ...]:
    """The five areas with their meter, then everything that fills them."""
    from tui.rows.stage_panel import summary  # with the figures of the rules: not for the start

    card = services.account_plans.card(customer_id)
    page = Lines(width)
    page.heading(tr("Relationship stage"))
    summary(page, services.account_plans.stage(customer_id), customer_id)
    page.heading(tr("What we know of them"))
    page.add(
        (f"   {bar(card.coverage, 20, plain=plain)}", "accent"),
        (f"  {card.coverage}/100", "strong"),
        key="coverage",
        figure="plan_coverage",
        entity="customer",
        record_id=customer_id,
    )
    _areas(page, card)
    _habits(page, services.cards.record("customer", customer_id), customer_id)
    for gap in card.gaps:
        for place, part in enumerate(wrapped(reason_text(gap), page.width - 6)):
            sign = "!" if place == 0 else " "
            page.add((f"   {sign} {part}", "amber"), key=f"gap {part}")
    _section(page, tr("Solutions"), "solution_line", card.solutions)
    _competitors(page, card)
    _events(page, card)
    _section(page, tr("Value chain to the end user"), "value_chain_link", card.chain)
    _section(page, tr("Whom they compete with"), "customer_rival", card.their_rivals)
    _section(page, tr("Their goals"), "account_goal", card.goals)
    _section(page, tr("Their figures"), "account_financial", card.financials)
    _section(page, tr("Joint projects"), "joint_project", card.projects)
    return page.done()


def _areas(page: Lines, card: AccountCard) -> None:
    rows = {str(one["area"]): one for one in card.areas}
    names = {area: choice_label(enums.PlanArea, area) for area in enums.PlanArea}
    states = {state: choice_label(enums.PlanState, state) for state in enums.PlanState}
    wide = max(cell_width(name) for name in names.values())
    known = max(cell_width(state) for state in states.values())
    lead = 3 + wide + 2 + known + 2
    for area in enums.PlanArea:
        row = rows.get(area.value)
        state = enums.PlanState.UNKNOWN if row is None else str(row["state"])
        about: dict[str, Any] = {"act": f"{NEW_AREA}{area.value}"}
        if row is not None:
            about = {"entity": "account_plan", "record_id": int(str(row["id"]))}
        notes = wrapped(text_of(row["note"]) if row is not None else "", page.width - lead - 1)
        for place, note in enumerate(notes or [""]):
            head = (
                (f"   {cut(names[area], wide, pad=True)}", ""),
                (f"  {cut(states[enums.PlanState(state)], known, pad=True)}", "strong"),
            )
            page.add(
                *(head if place == 0 else ((" " * (lead - 2), ""),)),
                (f"  {note}", "muted"),
                key=f"area {area} {place}",
                **about,
            )


def _habits(page: Lines, values: Mapping[str, object], customer_id: int) -> None:
    """How they bargain and what their word is worth (S0-VS-05); Enter edits the customer."""
    about: dict[str, Any] = {"entity": "customer", "record_id": customer_id}
    page.heading(tr("Culture and contract habits"))
    for name in ("negotiation_style", "word_binding"):
        spec = entity_named("customer").field(name)
        told = shown_value(spec, values) or tr("not asked yet")
        said = _told(field_label("customer", name), told)
        for place, part in enumerate(wrapped(said, page.width - 4)):
            page.add((f"   {part}", ""), key=f"{name} {place}", **about)
    if values.get("word_binding") == enums.WordBinding.NO:
        said = tr("Their word does not bind: have every point in writing before the contract.")
        for place, part in enumerate(wrapped(said, page.width - 6)):
            sign = "!" if place == 0 else " "
            page.add((f"   {sign} {part}", "amber"), key=f"word {place}", **about)


def _events(page: Lines, card: AccountCard) -> None:
    """Each event with its play, the one proposed where none was written, and its follow-up."""
    if card.events:
        page.heading(tr("Success events"))
    spec = entity_named("success_event")
    for row in card.events:
        record_id = int(str(row["id"]))
        about: dict[str, Any] = {"entity": "success_event", "record_id": record_id}
        parts = (shown_value(spec.field(name), row) for name in ("date", "source", "rival"))
        page.add(
            (f"   {shown_value(spec.field('kind'), row)}", "strong"),
            (f"  {' · '.join(part for part in parts if part)}", "muted"),
            key=f"event {record_id}",
            **about,
        )
        play = text_of(row["play"]) or play_text(str(row["kind"]))
        for place, part in enumerate(wrapped(tr("Play: {play}", play=play), page.width - 6)):
            page.add((f"     {part}", ""), key=f"event {record_id} play {place}", **about)
        task = card.event_tasks.get(record_id)
        if task is not None:
            state = choice_label(enums.FollowUpStatus, task.status)
            said = f"{entity_label('follow_up')} {task.code} · {day(task.due)} · {state}"
            page.add((f"     {said}", "muted"), key=f"event {record_id} task", **about)


def _competitors(page: Lines, card: AccountCard) -> None:
    marks = {
        int(str(one["id"])): tr("unsatisfied incumbent")
        if int(str(one["id"])) in card.unsatisfied
        else tr("incumbent")
        for one in card.rivals
        if one["incumbent"]
    }
    _section(page, tr("Our competitors here"), "competitor_on_account", card.rivals, marks)


def _section(
    page: Lines, title: str, entity: str, rows: Rows, marks: Mapping[int, str] | None = None
) -> None:
    if not rows:
        return
    page.heading(title)
    spec = entity_named(entity)
    first = _FIRST[entity]
    for row in rows:
        record_id = int(str(row["id"]))
        about: dict[str, Any] = {"entity": entity, "record_id": record_id}
        parts = " · ".join(
            _told(field_label(entity, field.name), shown_value(field, row))
            for field in spec.fields
            if field.name not in (*_LEFT_OUT, first) and shown_value(field, row)
        )
        mark = (marks or {}).get(record_id, "")
        name = shown_value(spec.field(first), row)
        beside = cell_width(name) + cell_width(mark) + cell_width(parts) + 8 <= page.width
        page.add(
            (f"   {name}", "strong"),
            (f"  {mark}" if mark else "", "amber"),
            (f"  {parts}" if beside else "", "muted"),
            key=f"{entity} {record_id}",
            **about,
        )
        for place, part in enumerate([] if beside else wrapped(parts, page.width - 6)):
            page.add((f"     {part}", "muted"), key=f"{entity} {record_id} {place}", **about)


def _told(label: str, value: str) -> str:
    return tr("{label}: {value}", label=label, value=value)
