"""One schema, said three times: migrations, records and field tables agree."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2 as driver
from sqlmodel import SQLModel

from models.fields.registry import ENTITIES
from models.fields.spec import EntitySpec, FieldKind
from models.records.base import RecordBase, sealed_columns
from models.tables import RECORDS
from storage.migrations import runner
from storage.queries.indexes import INDEXES

COMMON = set(RecordBase.model_fields)


def migrated() -> driver.Connection:
    connection = driver.connect(":memory:")
    connection.isolation_level = None
    for step in runner.STEPS:
        step(connection)
    return connection


def from_metadata() -> Any:
    engine = create_engine("sqlite://", module=driver)
    SQLModel.metadata.create_all(engine)
    return engine.raw_connection()


def tables(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    names = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if row[0] in SQLModel.metadata.tables
    ]
    return {name: list(connection.execute(f"PRAGMA table_info({name})")) for name in names}


def statements(connection: Any, kind: str) -> dict[str, str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)
    )
    return {row[0]: " ".join(row[1].replace("\t", " ").split()) for row in rows}


def test_migrations_make_the_schema_of_the_records() -> None:
    made, meant = migrated(), from_metadata()
    assert set(tables(made)) == set(SQLModel.metadata.tables)
    assert tables(made) == tables(meant)
    made_text, meant_text = statements(made, "table"), statements(meant, "table")
    for name in SQLModel.metadata.tables:
        assert made_text[name] == meant_text[name]
    made.close()
    meant.close()


def test_every_index_of_the_records_is_there_and_no_unknown_one() -> None:
    made, meant = migrated(), from_metadata()
    wanted = statements(meant, "index")
    found = statements(made, "index")
    assert {name: found.get(name) for name in wanted} == wanted
    further = {" ".join(text.split()) for text in INDEXES}
    assert {text for name, text in found.items() if name not in wanted} <= further
    made.close()
    meant.close()


@pytest.mark.parametrize("spec", ENTITIES, ids=lambda spec: spec.name)
def test_fields_and_columns_cover_each_other(spec: EntitySpec) -> None:
    columns = {column.name: column for column in SQLModel.metadata.tables[spec.name].columns}
    assert {field.column for field in spec.fields} == set(columns) - COMMON
    assert RECORDS[spec.name].__tablename__ == spec.name
    for field in spec.fields:
        # A kind with limits has them in both places.
        if field.kind in (FieldKind.TEXT, FieldKind.PHONE, FieldKind.EMAIL, FieldKind.URL):
            length = getattr(columns[field.column].type, "length", None)
            assert length == field.max_length, field.name


def test_every_record_has_a_field_table() -> None:
    assert set(RECORDS) == {spec.name for spec in ENTITIES}


@pytest.mark.parametrize("spec", ENTITIES, ids=lambda spec: spec.name)
def test_what_the_field_table_calls_sealed_is_stored_sealed(spec: EntitySpec) -> None:
    places = {field.column: f"{spec.name}.{field.column}" for field in spec.fields if field.sealed}
    assert sealed_columns(SQLModel.metadata.tables[spec.name]) == places
