"""Writes what is shown into a file: records in a format of choice, or the page as it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.explanation import Reason
from models.fields.spec import FieldKind, FieldSpec
from storage.errors import Cancelled, Invalid
from tui import paper
from tui.i18n import ntr, number, tr
from tui.labels import entity_label, field_label, label
from tui.screens.forms.changing import Change, Chosen
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan, Question
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.progress import Progress
    from storage.services import Services
    from tui.bridge import Bridge

_ENDINGS = frozenset({".csv", ".xlsx", ".json", ".md", ".txt", ".vcf", ".ics"})
_PAGE = "txt"  # format of a page as it stands
_WHAT = FieldSpec("what", FieldKind.CHOICE, required=True)
_PATH = FieldSpec("path", required=True, max_length=400)
_REASON = FieldSpec("reason", max_length=400)


@dataclass(frozen=True, slots=True)
class _Scope:
    """One thing that can be written: records of a query, or lines as they stand."""

    words: str
    name: str  # English, for the file and the log
    query: str = ""
    marked: Chosen | None = None
    lines: Sequence[str] = ()

    @property
    def kind(self) -> str:
        """KIND of the records, "" for a page."""
        return "" if self.lines else self.name


def export_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Asks what, how and where to.

    `params`: `kind` and `query` of the records, `marked` (as `Chosen` takes it), `more` (a
    wider query of that kind), `lines` of the page on the screen, `name` for the file.
    """
    services = bridge.services
    agreed: set[Path] = set()
    scopes: list[_Scope] = []

    def load() -> Plan:
        scopes[:] = _scopes(services, params)
        formats = [_formats(services, place, scope) for place, scope in enumerate(scopes)]
        owed = not services.actor().alone  # in a team each export says what it is for (11.6)
        words = tuple((str(place), scope.words) for place, scope in enumerate(scopes))
        asks = (
            Ask(_WHAT, tr("What"), options=words),
            *(ask for ask in formats if ask is not None),
            Ask(_PATH, tr("File")),
            Ask(replace(_REASON, required=owed), tr("What for")),
        )
        today = services.core.clock.today().isoformat()
        name = str(params.get("name") or scopes[0].name)
        return Plan(
            tr("Write to a file"),
            asks,
            {
                "what": "0",
                "path": str(services.exchange.folder / f"{name}-{today}"),
                **{ask.name: ask.options[0][0] for ask in formats if ask and ask.options},
            },
            first="reason" if owed else "path",
            steps={
                str(place): (*([ask.name] if ask else []), "path", "reason")
                for place, ask in enumerate(formats)
            },
            step_field="what",
            saves=tr("write it"),
        )

    def asked(texts: Mapping[str, str]) -> Question | None:
        path = _target(texts)
        if not path.exists():
            return None
        agreed.add(path)
        return Question(
            tr("{path} is there already.", path=str(path)),
            (("go", tr("Write over it")), ("back", tr("Choose another name"))),
            focus="path",
        )

    def submit(filled: Filled) -> Done:
        path = _target(filled.texts)
        overwrite = path in agreed
        _check(path, overwrite=overwrite)
        scope = scopes[int(filled.texts["what"])]
        reason = filled.texts.get("reason") or ""
        if scope.lines:
            services.exchange.print_page(
                scope.name, scope.lines, path, overwrite=overwrite, reason=reason
            )
            return Done(tr("Written: {path}", path=str(path)))
        form = _format(filled.texts)
        work = partial(_run, services, scope, form, path, overwrite, reason)
        return Change("", work=work, title=tr("Write to a file"))

    def live(texts: Mapping[str, str]) -> str:
        return tr("Will be written: {path}", path=str(_target(texts)))

    names = ("what", "path", *(f"format_{place}" for place in range(3)))
    return FormScreen(
        bridge, "export", params, load, submit, Behaviour(live=live, live_on=names, asked=asked)
    )


def _scopes(services: Services, params: Mapping[str, Any]) -> list[_Scope]:
    found: list[_Scope] = []
    kind, query = str(params.get("kind", "")), str(params.get("query", ""))
    if lines := params.get("lines"):
        found.append(_Scope(tr("the page as it stands here"), str(params["name"]), lines=lines))
    if marked := params.get("marked"):
        chosen = Chosen(services, marked)
        words = ntr("{n} marked", "{n} marked", chosen.count)
        found.append(_Scope(words, kind, marked=chosen))
    if kind:
        for text in (query, params.get("more")):
            if text is not None:
                count = services.lists.count(services.lists.parse(str(text), kind))
                words = f"{entity_label(kind, 2)} · {number(count)}"
                found.append(_Scope(_with(words, str(text)), kind, query=str(text)))
    return found


def _with(words: str, query: str) -> str:
    return f"{words}: {query}" if query else words


def _formats(services: Services, place: int, scope: _Scope) -> Ask | None:
    if not scope.kind:
        return None
    spec = FieldSpec(f"format_{place}", FieldKind.CHOICE, required=True)
    return Ask(
        spec,
        tr("Format"),
        options=tuple((one, one) for one in services.exchange.formats(scope.kind)),
    )


def _format(texts: Mapping[str, str]) -> str:
    return texts.get(f"format_{texts['what']}") or _PAGE


def _target(texts: Mapping[str, str]) -> Path:
    """The file meant: the ending of its format is added where it is not typed."""
    typed = Path(texts["path"].strip()).expanduser().absolute()
    ending = f".{_format(texts)}"
    if typed.suffix.lower() in _ENDINGS:  # that of another format gives way
        return typed if typed.suffix.lower() == ending else typed.with_suffix(ending)
    return typed.with_name(typed.name + ending)


def _check(path: Path, *, overwrite: bool) -> None:
    """Refuses beforehand what can be seen beforehand, so that the form stays open."""
    if not path.parent.is_dir():
        raise Invalid([Reason("file.no_folder", {"field": "path", "path": str(path.parent)})])
    if path.exists() and not overwrite:
        raise Invalid([Reason("file.exists", {"field": "path", "path": str(path)})])


def _run(
    services: Services,
    scope: _Scope,
    form: str,
    path: Path,
    overwrite: bool,
    reason: str,
    progress: Progress,
) -> str:
    try:
        rows = services.exchange.export(
            scope.kind,
            services.lists.parse(scope.query, scope.kind),
            form,
            path,
            columns=paper.columns(scope.kind, form),
            caption=paper.head(services, scope.kind, scope.query, form),
            labels=field_label,
            words=label,
            ids=frozenset(scope.marked.ids()) if scope.marked else None,
            overwrite=overwrite,
            progress=progress,
            reason=reason,
        )
    except Cancelled:
        return tr("Stopped; no file was written.")
    written = ntr("{n} row written", "{n} rows written", rows)
    return f"{written}: {path}"
