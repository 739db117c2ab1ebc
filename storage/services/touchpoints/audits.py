"""Audits by a checklist, item by item: nothing that was scored is lost (requirements 9.7).

Reads load no SQLModel; the checklists are content and load pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from models.explanation import Reason
from models.policy_defaults import policy_from
from models.rules.improvements import TOP_SCORE, audit_result
from models.views.improvement import AuditBoard, AuditCard, ItemRow, SectionRow
from storage.errors import Invalid, NotFound
from storage.queries import audits as queries
from storage.queries import figures
from storage.queries.reader import ReadConnection
from storage.services.core import Core

if TYPE_CHECKING:
    from models.templates import AuditTemplate, Pair
    from storage.effects.saving import Saved
    from storage.work import Work


class Audits:
    """What is shown of audits, and their scores."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def board(self) -> AuditBoard:
        """All audits, the newest first; titles of the checklists by code."""
        from storage.effects.audits import templates

        titles = {code: _pair(one.title) for code, one in templates().items()}
        return self._core.read(lambda reader: AuditBoard(queries.runs(reader), titles), "audits")

    def card(self, run_id: int) -> AuditCard:
        """An audit with every item of its checklist and the arithmetic of its result. NotFound."""

        def read(reader: ReadConnection) -> AuditCard:
            row = queries.run(reader, run_id)
            if row is None:
                raise NotFound("not_found", entity="audit_run", value=run_id)
            template = _template(row.template)
            given = queries.scores(reader, run_id)
            policy = policy_from(figures.figures(reader)).experience
            sections = tuple(
                SectionRow(
                    _pair(section.title),
                    tuple(
                        ItemRow(
                            key := f"{section.key}.{item.key}",
                            _pair(item.text),
                            _pair(item.hint) if item.hint is not None else None,
                            given[key][0] if key in given else None,
                            given[key][1] if key in given else None,
                        )
                        for item in section.items
                    ),
                )
                for section in template.sections
            )
            result = audit_result([score for score, _note, _id in given.values()], policy)
            return AuditCard(
                row, _pair(template.title), _pair(template.about), sections, result.explanation
            )

        return self._core.read(read, "audit")

    def score(self, run_id: int, scores: Mapping[str, int], note: str | None = None) -> Saved:
        """Scores items of an audit with 0, 1 or 2, as they are seen; the result follows (AC-108).

        A `note` belongs to the one item it comes with; None leaves the one that is there. When
        the last item of the checklist is scored and the result lies below the limit, an
        improvement is opened in the same change. Invalid: no such item, no such score.
        """

        def unit(work: Work) -> Saved:
            from models.records.improvement import AuditItem, AuditRun
            from storage.effects import gates
            from storage.effects.audits import item_keys
            from storage.effects.saving import saved
            from storage.work import encode_params

            run = work.get(AuditRun, run_id)
            _refuse_unknown(scores, item_keys(_template(run.template)))
            there = {one.item: one for one in work.all(AuditItem, audit_run_id=run.id)}
            for item, score in scores.items():
                row = there.get(item)
                if row is None:
                    row = work.add(AuditItem, audit_run_id=run.id, item=item, score=score)
                row.score = score
                row.note = row.note if note is None else note.strip() or None
                work.session.flush()
            for row in work.all(AuditItem, audit_run_id=run.id)[:1]:
                gates.check(work, row, self._core.key)
            assert work.change is not None
            work.change.params = encode_params({"code": run.code, "title": run.place})
            return saved(run)

        return self._core.write("change.audit", {}, unit)


def _template(code: str) -> AuditTemplate:
    from storage.effects.audits import templates

    found = templates().get(code)
    if found is None:
        raise NotFound("audit.unknown_template", value=code, allowed=", ".join(templates()))
    return found


def _refuse_unknown(scores: Mapping[str, int], known: tuple[str, ...]) -> None:
    for item, score in scores.items():
        if item not in known:
            raise Invalid([Reason("audit.unknown_item", {"field": "item", "value": item})])
        if not 0 <= score <= TOP_SCORE:
            raise Invalid([Reason("audit.score", {"field": "score", "item": item})])


def _pair(pair: Pair) -> tuple[str, str]:
    return pair.en, pair.zh
