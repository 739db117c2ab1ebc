"""Playbooks that run with demo customers: begun on their day, led as far as the story tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from models.content import DemoRun, DemoStep, DemoStory
from models.content_values import DemoDay
from models.enums import FollowUpStatus
from models.records.customer import Customer
from models.records.playbook import PlaybookRun
from storage.content.library import shipped
from storage.effects import playbooks
from storage.effects.demo_sowing import Sowing
from storage.effects.playbooks import Subject


def runs(sowing: Sowing, story: DemoStory) -> None:
    """The runs of a story with what was done, ticked and put off."""
    for entry in story.playbooks:
        run = _begun(sowing, story, entry)
        for step in entry.steps:
            _led(sowing, run, step)


def _begun(sowing: Sowing, story: DemoStory, entry: DemoRun) -> PlaybookRun:
    work = sowing.work
    contact = sowing.id_of("contact", entry.contact, story) if entry.contact else None
    deal = sowing.id_of("opportunity", entry.deal, story) if entry.deal else None
    customer = work.get(Customer, sowing.id_of("customer", story.code))
    owner = sowing.owner(story)
    subject = Subject(customer, entry.day.on(work.today), contact, deal, assignee_id=owner)
    with _on(sowing, entry.day):
        run = playbooks.begin(work, shipped()[entry.playbook], subject)
    work.session.flush()
    return run


def _led(sowing: Sowing, run: PlaybookRun, told: DemoStep) -> None:
    work = sowing.work
    step = next(one for one in playbooks.steps_of(work, run) if one.step_key == told.step)
    item = playbooks.item_of(work, step)
    assert item is not None
    points = playbooks.checklist_of(step)
    ticked = (told.done or DemoDay()).on(work.today).isoformat()
    for point in points:
        if point["key"] in told.ticks:
            point["done_on"] = ticked
    step.checklist = json.dumps(points, ensure_ascii=False) if points else None
    if told.due is not None:
        item.due_date, item.due_time = told.due.on(work.today), told.time
    if told.done is not None:
        item.status, item.done_at = FollowUpStatus.DONE, sowing.morning(told.done)
    work.session.flush()
    playbooks.advance(work, run)


@contextmanager
def _on(sowing: Sowing, day: DemoDay) -> Iterator[None]:
    """As if it were that day: what is begun then is counted from then."""
    work = sowing.work
    today, now = work.today, work.now
    work.today, work.now = day.on(today), sowing.morning(day)
    try:
        yield
    finally:
        work.today, work.now = today, now
