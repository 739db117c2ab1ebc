"""Which form a name means, made with what it is about; forms are imported when first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen

    from models.views.draft import FormDraft
    from tui.bridge import Bridge


def form_screen(bridge: Bridge, form: str, params: dict[str, Any]) -> Screen[Any] | None:
    """The screen of a form; None for a name that no form has."""
    from tui.screens.forms.table import FORMS

    make = FORMS.get(form)
    return make(bridge, params) if make is not None else None


def draft_screen(bridge: Bridge, draft: FormDraft) -> Screen[Any] | None:
    """The form that a draft was typed in, about the same subject."""
    from tui.screens.forms.table import params_of_draft

    found = params_of_draft(draft)
    return form_screen(bridge, *found) if found is not None else None


def draft_answers(drafts: Sequence[FormDraft]) -> list[tuple[str, str]]:
    """Number and words of each draft, newest first; none of them is an answer too."""
    from tui.i18n import moment, tr
    from tui.screens.forms.plan import draft_title

    words = [f"{draft_title(one)}  {moment(one.saved_at)}" for one in drafts[:8]]
    found = [(str(number), text) for number, text in enumerate(words, 1)]
    return [*found, ("", tr("none of them now"))]
