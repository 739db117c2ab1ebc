"""Set-based: the same values into columns of many records, each change noted in the journal.

A record that holds the values already is left alone, so undo never meets what nobody changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from models.enums import ChangeAction
from models.fields.spec import EntitySpec
from storage.clock import stamp
from storage.work import Work

# Columns of a customer that no gate, figure, search text or playbook looks at: they are written
# set-based. The owner moves the tracking item as well. A test holds both ways together.
FREE_COLUMNS = frozenset(
    {
        "owner_id", "kind", "is_internal", "industry", "source", "preferred_channel",
        "buying_preference", "country_region", "province", "postcode", "address",
        "annual_revenue", "employees", "profile_size", "profile_scope", "profile_structure",
        "business_summary", "funding", "growth_event", "openness", "share_of_wallet",
        "main_supplier", "strategic_agreement_on", "exec_programme", "negotiation_style",
        "word_binding", "switching_cost", "switching_cost_note", "needs_met", "purchase_risks",
        "reference_willing", "clv_amount", "clv_per_year", "expected_years", "churn_note",
        "consent_marketing", "consent_survey", "consent_greeting", "legal_basis",
        "survey_interval_months", "retention_until",
    }
)  # fmt: skip
# Those that move figures of the customer, its tracking item and its rank, and nothing else.
FIGURE_COLUMNS = frozenset(
    {"need_status", "own_expected_date", "no_chance", "potential_volume_year", "currency"}
)
# What is set with another column: a need that somebody names is confirmed.
BESIDE: Mapping[str, Mapping[str, object]] = {"need_status": {"need_confirmed": 1}}
Stored = Mapping[str, object]  # column -> value as its column holds it

_IDS = "id IN (SELECT value FROM json_each(:ids)) AND deleted_at IS NULL"


def put(work: Work, spec: EntitySpec, values: Stored, ids: Sequence[int]) -> list[int]:
    """Writes `values` into the living records of `ids` that hold others; returns those ids.

    With them what is set beside (`BESIDE`). Raises the version of each (a form that is open on
    one of them will notice). Gates and what depends on the columns are the caller's business.
    ValueError: a column the kind has not.
    """
    known = {field.column for field in spec.fields}
    if not values or not known.issuperset(values):
        raise ValueError(", ".join(values))
    differs = " OR ".join(f'"{column}" IS NOT :v{place}' for place, column in enumerate(values))
    if spec.name == "customer":
        values = {
            **values,
            **{c: v for column in values for c, v in BESIDE.get(column, {}).items()},
        }
    columns = tuple(values)
    given = {f"v{place}": values[column] for place, column in enumerate(columns)}
    chosen = ", ".join(f'"{column}"' for column in columns)
    rows = work.rows(
        f"SELECT id, {chosen} FROM {spec.name} WHERE {_IDS} AND ({differs}) ORDER BY id",  # noqa: S608 - names of the registry
        {**given, "ids": json.dumps(list(ids))},
    )
    if not rows:
        return []
    changed = [row[0] for row in rows]
    settings = ", ".join(f'"{column}" = :v{place}' for place, column in enumerate(columns))
    work.execute(
        f"UPDATE {spec.name} SET {settings}, version = version + 1, updated_at = :now,"  # noqa: S608
        f" updated_by_id = :actor WHERE {_IDS}",
        {
            **given,
            "ids": json.dumps(changed),
            "now": stamp(work.now),
            "actor": work.actor.id if work.actor else None,
        },
    )
    for record_id, *before in rows:
        work.journal.note(
            spec.name,
            record_id,
            ChangeAction.UPDATE,
            {
                column: [was, values[column]]
                for column, was in zip(columns, before, strict=True)
                if was != values[column]
            },
        )
    return changed
