"""Every form by its name, and how a draft finds its form again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tui.screens.campaigns import campaign_screen
from tui.screens.deals import closed_screen
from tui.screens.forms.angry import angry_form
from tui.screens.forms.answers import answer_form
from tui.screens.forms.asking import survey_form
from tui.screens.forms.campaign import close_form, member_form
from tui.screens.forms.changing import change_form
from tui.screens.forms.event import event_form
from tui.screens.forms.exporting import export_form
from tui.screens.forms.fair import fair_form
from tui.screens.forms.feedback import correct_form, intake_form
from tui.screens.forms.feedback_step import step_form
from tui.screens.forms.figures import figure_form
from tui.screens.forms.gift import gift_answer_form, gift_form
from tui.screens.forms.handover import accept_form, handover_form, withdraw_form
from tui.screens.forms.identity import (
    document_form,
    identify_form,
    identity_form,
    number_form,
    revoke_form,
)
from tui.screens.forms.importing import import_screen
from tui.screens.forms.lifetime import clv_form
from tui.screens.forms.planning import (
    archive_form,
    gap_form,
    move_form,
    plan_form,
    regrade_form,
    skip_form,
    snooze_form,
)
from tui.screens.forms.playbook import (
    day_form,
    deal_part_form,
    deal_step_form,
    many_form,
    skip_step_form,
    start_form,
    stop_form,
)
from tui.screens.forms.privacy import erase_form, retention_form, subject_form
from tui.screens.forms.proposal import proposal_form
from tui.screens.forms.records import record_form
from tui.screens.forms.reveal import reveal_form
from tui.screens.forms.stage import stage_form
from tui.screens.forms.termination import (
    notice_form,
    release_answer_form,
    release_form,
    termination_form,
)
from tui.screens.forms.ticket import stock_form, ticket_form, ticket_step_form
from tui.screens.forms.touch import touch_form
from tui.screens.forms.views import view_form
from tui.screens.handovers import handover_screen
from tui.screens.merging import merge_screen
from tui.screens.playbooks import deal_steps_screen, playbooks_screen, step_screen
from tui.screens.privacy import retention_screen
from tui.screens.settings import settings_screen
from tui.screens.stage import stage_screen
from tui.screens.termination import termination_screen
from tui.screens.tickets import ticket_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.screen import Screen

    from models.views.draft import FormDraft
    from tui.bridge import Bridge

FORMS: Mapping[str, Callable[[Bridge, Mapping[str, Any]], Screen[Any]]] = {
    "record": record_form,
    "touch": touch_form,
    "plan": plan_form,
    "gap": gap_form,
    "clv": clv_form,
    "figure": figure_form,
    "settings": settings_screen,
    "snooze": snooze_form,
    "skip": skip_form,
    "move": move_form,
    "regrade": regrade_form,
    "event": event_form,
    "closed_deal": closed_screen,
    "stage": stage_form,
    "reveal": reveal_form,
    "survey": survey_form,
    "proposal": proposal_form,
    "stage_panel": stage_screen,
    "archive": archive_form,
    "feedback": intake_form,
    "feedback_edit": correct_form,
    "feedback_step": step_form,
    "angry": angry_form,
    "ticket": ticket_form,
    "ticket_step": ticket_step_form,
    "ticket_page": ticket_page,
    "stock": stock_form,
    "answer": answer_form,
    "playbooks": playbooks_screen,
    "step": step_screen,
    "deal_steps": deal_steps_screen,
    "play_start": start_form,
    "play_many": many_form,
    "play_day": day_form,
    "play_skip": skip_step_form,
    "play_stop": stop_form,
    "deal_step": deal_step_form,
    "deal_part": deal_part_form,
    "import": import_screen,
    "export": export_form,
    "change": change_form,
    "view": view_form,
    "handover": handover_form,
    "handovers": handover_screen,
    "handover_accept": accept_form,
    "handover_withdraw": withdraw_form,
    "gift": gift_form,
    "gift_answer": gift_answer_form,
    "fair": fair_form,
    "campaign": campaign_screen,
    "campaign_member": member_form,
    "campaign_close": close_form,
    "identify": identify_form,
    "identity": identity_form,
    "identity_revoke": revoke_form,
    "document": document_form,
    "document_number": number_form,
    "subject_report": subject_form,
    "erase": erase_form,
    "retention": retention_screen,
    "retention_run": retention_form,
    "termination": termination_screen,
    "termination_step": termination_form,
    "release": release_form,
    "release_answer": release_answer_form,
    "notice": notice_form,
    "merge": merge_screen,
}


def params_of_draft(draft: FormDraft) -> tuple[str, dict[str, Any]] | None:
    """(form, what it is about) of a draft; None where it cannot be opened again."""
    try:
        params = json.loads(draft.subject)
    except ValueError:
        return None
    known = draft.form in FORMS and isinstance(params, dict)
    return (draft.form, params) if known else None
