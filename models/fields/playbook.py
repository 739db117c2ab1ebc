"""Field tables of running playbooks and of the steps of a deal (requirements 9.4, S3-LINE-02)."""

from __future__ import annotations

from models import enums
from models.fields.spec import EntitySpec, FieldKind, FieldSpec

K = FieldKind

PLAYBOOK_RUN = EntitySpec(
    "playbook_run",
    "playbook-runs",
    "PB",
    (
        FieldSpec("code", max_length=10, editable=False),
        FieldSpec("customer", K.LINK, target="customer", required=True, editable=False),
        FieldSpec("contact", K.LINK, target="contact", editable=False),
        FieldSpec("opportunity", K.LINK, target="opportunity", editable=False),
        FieldSpec("order", K.LINK, target="sales_order", editable=False),
        FieldSpec("interaction", K.LINK, target="interaction", editable=False),
        FieldSpec("playbook", required=True, max_length=31, editable=False),
        FieldSpec("title_en", required=True, max_length=120, editable=False),
        FieldSpec("title_zh", required=True, max_length=120, editable=False),
        FieldSpec("state", K.CHOICE, choices=enums.RunState, default="RUNNING", editable=False),
        FieldSpec("anchor", K.DATE, required=True, editable=False),  # the day it is about
        FieldSpec("occasion", max_length=40, editable=False),  # what set it off
        FieldSpec("stop_on", max_length=120, editable=False),
        FieldSpec("yearly", K.BOOLEAN, default=False, editable=False),
        FieldSpec("assignee", K.LINK, target="user", editable=False),
        FieldSpec("ended_on", K.DATE, editable=False),
        FieldSpec("reason", max_length=400, editable=False),
    ),
    title="playbook",
)

# The texts are those of the file on the day of the start: a changed file changes no running one.
PLAYBOOK_STEP = EntitySpec(
    "playbook_step",
    "playbook-steps",
    "",
    (
        FieldSpec("run", K.LINK, target="playbook_run", required=True, editable=False),
        FieldSpec("number", K.INTEGER, required=True, minimum=1, editable=False),
        FieldSpec("step_key", required=True, max_length=31, editable=False),
        FieldSpec("title_en", required=True, max_length=200, editable=False),
        FieldSpec("title_zh", required=True, max_length=200, editable=False),
        FieldSpec("script_en", K.NOTE, editable=False),
        FieldSpec("script_zh", K.NOTE, editable=False),
        FieldSpec("checklist", K.NOTE, editable=False),  # JSON: key, en, zh, sign_off, done_on
        FieldSpec("channel", K.CHOICE, choices=enums.Channel, editable=False),
        FieldSpec("kind", K.CHOICE, choices=enums.FollowUpKind, default="PLAYBOOK", editable=False),
        FieldSpec("about", max_length=8, editable=False),
        FieldSpec("base", K.CHOICE, choices=enums.StepBase, default="START", editable=False),
        FieldSpec("distance", K.INTEGER, default=0, editable=False),
        FieldSpec("unit", K.CHOICE, choices=enums.StepUnit, default="DAYS", editable=False),
        FieldSpec("waits_for", max_length=31, editable=False),
        FieldSpec("required", K.BOOLEAN, default=True, editable=False),
        FieldSpec("state", K.CHOICE, choices=enums.StepState, default="OPEN", editable=False),
        FieldSpec("counted_from", K.DATE, editable=False),
        FieldSpec("ended_on", K.DATE, editable=False),
        FieldSpec("reason", max_length=400, editable=False),
    ),
    title="step_key",
)

DEAL_STEP = EntitySpec(
    "deal_step",
    "deal-steps",
    "",
    (
        FieldSpec("opportunity", K.LINK, target="opportunity", required=True),
        FieldSpec("step", K.CHOICE, choices=enums.DealStepKind, required=True),
        FieldSpec("label", max_length=120),  # of an entry of one of the two open lists
        FieldSpec("done_on", K.DATE),
    ),
    title="step",
)
