"""Makes the identities of the demo, what other systems told, and the requests they made.

What came of a request follows from the rules, as it does in real life.
"""

from __future__ import annotations

from datetime import datetime

from models.content import Demo, DemoStory
from models.records.identity import (
    ActivityRecord,
    Document,
    ExternalRef,
    Identity,
    SourceSystem,
)
from models.rules.identity import ELEMENTS, FiveElements, normalised
from models.views.identity import Asked
from storage.effects import business_centre
from storage.effects.demo_sowing import Sowing
from storage.sealing import document_digest


def systems(sowing: Sowing, demo: Demo, since: datetime) -> None:
    """The systems that may ask."""
    for system in demo.systems:
        sowing.add(SourceSystem, sowing.columns(system), since, None, key=system.text("key"))


def identities(sowing: Sowing, story: DemoStory) -> None:
    """Identities with their documents, numbers in other systems, and their activity."""
    since, owner = sowing.morning(story.since), sowing.owner(story)
    customer = {"customer_id": sowing.id_of("customer", story.code)}
    for identity in story.identities:
        person = sowing.add(Identity, {**sowing.columns(identity, story), **customer}, since, owner)
        sowing.work.session.flush()  # the person before the documents
        for document in identity.documents:
            values = {**sowing.columns(document, story), "identity_id": person.id}
            kind, number = values["document_type"], values["document_number"]
            values["number_hmac"] = document_digest(sowing.work.key, kind, number)
            sowing.add(Document, values, since, owner)
    for reference in story.external:
        sowing.add(ExternalRef, {**sowing.columns(reference, story), **customer}, since, owner)
    for activity in story.activity:
        values = {**sowing.columns(activity, story), **customer}
        sowing.add(ActivityRecord, values, values["at"], None)


def requests(sowing: Sowing, story: DemoStory) -> None:
    """Asks as the systems did, each at its time."""
    work = sowing.work
    now, moments = work.now, [sowing.moment(one.at) for one in story.requests]
    for one, moment in zip(story.requests, moments, strict=True):
        work.now = moment
        five = FiveElements(**{name: getattr(one, name) for name in ELEMENTS})
        asked = Asked(one.system, one.requester, one.purpose, one.scope)
        business_centre.request(work, normalised(five), asked)
    work.now = now
