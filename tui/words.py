"""Words that need more than a label: what was taken back, and labels as files speak them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.explanation import Reason
from models.fields.vocabulary import Vocabulary
from tui.i18n import tr
from tui.labels import labels_by_language, reason_text

if TYPE_CHECKING:
    from storage.services.changes import Undone


def vocabulary() -> Vocabulary:
    """Field and enumeration labels in every language, in the shape imports and exports speak."""
    return Vocabulary(**labels_by_language())


def back_text(done: Undone) -> str:
    """What came back out of the bin."""
    label = done.label
    if label.code == "change.archive":
        return reason_text(Reason("bin.back", label.params))
    return tr("Back again: {what}", what=reason_text(label))


def turned_text(done: Undone, *, undo: bool) -> str:
    """What an undo or redo came to, in one sentence."""
    what = reason_text(done.label)
    if done.stopped and not done.done:
        return tr("Stopped before anything was changed.")
    if done.stopped and undo:
        return tr("Stopped half-way: {what}. Undo goes on, redo brings it back.", what=what)
    if done.stopped:
        return tr("Stopped half-way: {what}. Redo goes on, undo takes it back.", what=what)
    return tr("Taken back: {what}", what=what) if undo else tr("Done again: {what}", what=what)
