"""Bringing in a file: path, preview with the guessed mapping, trial run, then the import.

Shows progress and can be stopped; every rejected row goes to a file beside the source.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from models.clean import shown
from models.width import cut
from storage.errors import ServiceError
from tui.display import border, toast
from tui.i18n import number, tr
from tui.labels import entity_label, field_label, reason_text
from tui.long_work import LongWork
from tui.screens.forms.plan import Done
from tui.screens.working import WorkingScreen
from tui.widgets.text_field import TextField
from tui.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App, ComposeResult

    from storage.progress import Progress
    from tui.bridge import Bridge


_VERDICTS = 20  # told on the screen; the file of rejected rows has them all


class ImportScreen(ModalScreen["Done | None"]):
    """One screen for the whole way of a file."""

    DEFAULT_CSS = """
    ImportScreen { background: $background; align: center middle; }
    ImportScreen > Vertical {
        border: round $frame-focus; border-title-style: bold; border-subtitle-color: $muted;
        width: 100%; height: 100%; max-width: 110; background: $background; padding: 0 1;
    }
    ImportScreen.-ascii > Vertical { border: ascii $frame-focus; }
    ImportScreen Input, ImportScreen Input:focus {
        height: 1; border: none; padding: 0; background: $surface;
    }
    ImportScreen .label { height: 1; color: $muted; }
    ImportScreen VerticalScroll { height: 1fr; margin: 1 0 0 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+t", "trial", show=False, priority=True),
        Binding("ctrl+s", "run", show=False, priority=True),
    ]

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._preview: Any = None

    def compose(self) -> ComposeResult:
        """Two lines to type in, above what was understood."""
        with Vertical() as frame:
            frame.border_title = border(tr("Bring in a file"))
            hint = tr("Enter looks at the file · ctrl+t trial run · ctrl+s imports · Esc leaves")
            frame.border_subtitle = border(hint)
            yield Static(tr("File (CSV, Excel, vCard)"), classes="label", markup=False)
            yield TextField("", id="import-path")
            yield Static(
                tr("Corrections FIELD=COLUMN, by blanks; empty column leaves a field out"),
                classes="label",
                markup=False,
            )
            yield TextField("", id="import-map")
            yield Static(
                tr("Rows that look like a customer on record: reason to keep both, else held back"),
                classes="label",
                markup=False,
            )
            yield TextField("", id="import-keep")
            with VerticalScroll(can_focus=False):
                yield Static("", id="import-text", markup=False)

    def on_mount(self) -> None:
        """The path first."""
        self.set_class(bool(getattr(self.app, "ascii", False)), "-ascii")
        self.query_one("#import-path", TextField).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: look at the file with the corrections typed so far."""
        event.stop()
        self.run_worker(self._look(), group="import", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        path = self.query_one("#import-path", TextField).value.strip()
        fixes = self.query_one("#import-map", TextField).value.split()
        services = self.bridge.services
        call = partial(services_preview, services, path, fixes)
        self._say(Text(tr("Reading ...")))
        try:
            self._preview = await self.bridge.read("import", call)
        except ServiceError as error:
            self._preview = None
            self._say(Text("\n".join(shown(reason_text(one)) for one in error.reasons)))
            return
        self._say(_preview_text(self._preview))

    def action_trial(self) -> None:
        """Everything but the writing."""
        self._start(dry_run=True)

    def action_run(self) -> None:
        """The import itself."""
        self._start(dry_run=False)

    def _start(self, *, dry_run: bool) -> None:
        if self._preview is None:
            self._say(Text(tr("Name a file first and press Enter.")))
            return
        preview, keep = self._preview, self.query_one("#import-keep", TextField).value

        def run(progress: Progress) -> Any:
            services = self.bridge.services
            options = {"dry_run": dry_run, "progress": progress, "keep_duplicate": keep}
            return services_import(services, preview, **options)

        title = tr("Trial run") if dry_run else tr("Bring in a file")
        work = LongWork(self.bridge, title, run)
        screen = WorkingScreen(self.bridge, work, can_go_behind=not dry_run)
        self.app.push_screen(screen, lambda _answer: self._came_to(work, dry_run=dry_run))

    def _came_to(self, work: LongWork, *, dry_run: bool) -> None:
        """Shows what it came to; what was put behind tells it at its end, where one is then."""
        if not work.ended:
            work.then = partial(_tell, self.app)
            self.dismiss(None)
        elif work.refused is not None:
            self._say(Text("\n".join(shown(reason_text(one)) for one in work.refused.reasons)))
        elif work.answer is not None and dry_run:
            text = result_text(work.answer, dry_run=True)
            self._say(Text("\n".join([text, *verdicts(work.answer, self._preview.entity)])))
        elif work.answer is not None:
            self.dismiss(Done(_told(work.answer)))

    def _say(self, text: Text) -> None:
        self.query_one("#import-text", Static).update(text)

    def action_leave(self) -> None:
        """Back to the workspace."""
        self.dismiss(None)


def services_preview(services: Any, path: str, fixes: list[str]) -> Any:
    """What the import service makes of a file; in a worker thread."""
    return services.exchange.preview(
        Path(path).expanduser(), mapping=fixes, vocabulary=vocabulary()
    )


def services_import(services: Any, preview: Any, **options: Any) -> Any:
    """Runs the import; in a worker thread."""
    return services.exchange.run(preview, vocabulary=vocabulary(), word=reason_text, **options)


def _preview_text(preview: Any) -> Text:
    text = Text(end="")
    entity = preview.entity.name if hasattr(preview.entity, "name") else str(preview.entity)
    text.append(tr("Kind of record: {kind}", kind=entity_label(entity, 2)) + "\n\n", "bold")
    for remark in preview.remarks:
        text.append(f"{reason_text(remark, entity)}\n", "bold")
    for match in preview.mapping.columns:
        target = field_label(entity, match.field) if match.field else tr("(left out)")
        text.append(f" {cut(shown(match.column), 24, pad=True)} > ", "dim")
        text.append(f"{shown(target)}\n", "" if match.field else "dim")
    missing = [field_label(entity, name) for name in preview.mapping.missing]
    if missing:
        text.append(
            "\n" + tr("Without a column: {fields}", fields=", ".join(missing)) + "\n", "dim"
        )
    text.append("\n" + tr("First rows") + "\n", "bold")
    for row in preview.rows[:5]:
        cells = getattr(row, "cells", row)
        text.append(" " + cut(shown(" | ".join(map(str, cells))), 100) + "\n")
    return text


def result_text(result: Any, *, dry_run: bool) -> str:
    """Counts of an import in words."""
    said = tr(
        "{created} new, {updated} changed, {unchanged} as they were, {rejected} rejected",
        created=number(result.created),
        updated=number(result.updated),
        unchanged=number(result.unchanged),
        rejected=number(result.rejected),
    )
    return f"{tr('Trial run')}: {said}" if dry_run else said


def _tell(app: App[Any], result: Any) -> None:
    if result is not None:
        toast(app, _told(result))


def _told(result: Any) -> str:
    return "\n".join([result_text(result, dry_run=False), *_kept(result)])


def verdicts(result: Any, entity: str) -> list[str]:
    """What was rejected and why, the first lines of it, and where all of it lies."""
    lines = []
    for one in result.verdicts[:_VERDICTS]:
        why = " ".join(reason_text(reason, entity) for reason in one.reasons)
        lines.append(shown(tr("Line {line} rejected: {why}", line=one.line, why=why)))
    return [*lines, *_kept(result)]


def _kept(result: Any) -> list[str]:
    path = result.rejects_path
    if path is None:
        return []
    return [shown(tr("The rejected rows, each with its reason: {path}", path=str(path)))]


def import_screen(bridge: Bridge, params: Mapping[str, Any]) -> ImportScreen:
    """The screen; it needs to know nothing."""
    del params
    return ImportScreen(bridge)
