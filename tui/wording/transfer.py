"""Sentences about files that are read in: tables, workbooks, address cards, mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

TRANSFER: Final[Mapping[str, str]] = {
    "file.not_found": N_("There is no file {path}. Check the path."),
    "file.not_ordinary": N_(
        "{path} is a folder, a pipe or a device and cannot be read. Choose a file."
    ),
    "file.exists": N_("{path} is there already and is not written over. Choose another name."),
    "file.no_folder": N_("There is no folder {path}. Make it first, or choose another."),
    "file.empty": N_("The file is empty. Choose another file."),
    "file.encoding_unknown": N_(
        "The encoding {encoding} is not known. Use utf-8, gb18030 or big5."
    ),
    "file.format_unknown": N_(
        "Files of the kind {kind} cannot be read. Use csv, xlsx, json or vcf."
    ),
    "file.header_unreadable": N_(
        "The first row with column names cannot be read (column {column}). Correct it "
        "and try again."
    ),
    "file.workbook_damaged": N_(
        "The workbook is damaged. Open it in a spreadsheet program and save it again."
    ),
    "file.workbook_locked": N_(
        "The workbook is locked by a password. Save a copy without the password."
    ),
    "file.workbook_too_large": N_(
        "The workbook is too large ({size} bytes, at most {limit}). Split it, or export it as csv."
    ),
    "file.workbook_too_dense": N_(
        "The workbook unpacks to {ratio} times its size (at most {limit}) and is not "
        "opened. Export it as csv."
    ),
    "file.row_too_long": N_(
        "This row is too long; it runs to line {last_line}. Look for a quote that is not closed."
    ),
    "file.quote_not_closed": N_(
        "A quote is opened here and not closed before line {last_line}. Close it."
    ),
    "file.inside_open_quote": N_(
        "This line lies inside a quote opened in line {since}. Close that quote."
    ),
    "file.text_after_quote": N_(
        "There is text after a closing quote. Double the quotes inside a cell."
    ),
    "file.too_many_cells": N_(
        "{found} cells where {expected} are expected. Put cells that contain the "
        "separator in quotes."
    ),
    "file.too_few_cells": N_(
        "{found} cells where {expected} are expected. Fill in the missing ones."
    ),
    "file.nul_character": N_("The row holds a NUL character. Delete it."),
    "file.undecodable": N_(
        "The row cannot be decoded. Save the file as UTF-8, or name its encoding: "
        "fivefold import --encoding."
    ),
    "file.number_lost_digits": N_(
        "{digits} was stored as a number and has lost digits. Format the column as text"
        " and enter it again."
    ),
    "file.empty_header": N_("Line {line}: a column without a name is called {column}."),
    "file.duplicate_header": N_(
        "Line {line}: a column name stands twice; the second is called {column}."
    ),
    "file.title_rows_skipped": N_("{rows} title rows above the column names were passed over."),
    "file.more_sheets": N_("Read the sheet {sheet}; not read: {others}."),
    "calendar.damaged": N_(
        "This calendar cannot be read ({reason}). Export it anew in the program it comes from."
    ),
    "calendar.no_day": N_("{title}: this entry has no day. Give it one."),
    "card.not_closed": N_("The card has no end. Add END:VCARD."),
    "card.nameless": N_("The card holds no name, e-mail or phone. Add one of them."),
    "card.is_group": N_("This card is a group, not a person; it is passed over."),
    "card.outside_card": N_("{text} stands outside of a card and is passed over."),
    "card.name_from_nickname": N_("The card has no name; the nickname {name} was taken."),
    "card.name_from_email": N_("The card has no name; {name} was taken from the e-mail address."),
    "card.name_from_organisation": N_("The card has no name; the organisation {name} was taken."),
    "card.name_from_phone": N_("The card has no name; the phone number {name} was taken."),
    "card.birthday_without_year": N_(
        "The birthday {month}-{day} has no year; it is kept as a special day."
    ),
    "card.birthday_unreadable": N_("The birthday {text} cannot be read. Write it like 1980-05-20."),
    "card.text_undecodable": N_(
        "Line {line}: {property} cannot be decoded. Save the card as UTF-8."
    ),
    "card.line_not_understood": N_("Line {line} is not understood: {text}"),
    "mapping.field_unknown": N_(
        "There is no field {field}. Look at the list of fields and choose one."
    ),
    "mapping.field_not_editable": N_(
        "{field} is worked out by Fivefold and cannot be imported. Leave the column out."
    ),
    "mapping.column_unknown": N_("The file has no column {column}. Check the spelling."),
    "mapping.correction_unreadable": N_(
        "{text} cannot be read. Write FIELD=COLUMN, e.g. name=公司."
    ),
    "file.encoding_uncertain": N_(
        "No encoding fits every byte of the file; {encoding} was taken. Save it as UTF-8, or name "
        "its encoding: fivefold import --encoding."
    ),
    "import.entity_not_imported": N_(
        "{kind} cannot be imported from this file. Use customers, contacts, products, "
        "opportunities, orders, follow-ups, needs or feedback."
    ),
    "mapping.column_doubtful": N_(
        "The column {column} is taken for {field}, judging by its contents. Check it."
    ),
    "mapping.nothing_mapped": N_("No column is understood. Name the columns with FIELD=COLUMN."),
    "mapping.field_missing": N_("No column fills {field}. Name one with FIELD=COLUMN."),
    "mapping.key_not_mapped": N_(
        "{field} is to be the key, but no column fills it. Name one with FIELD=COLUMN."
    ),
    "import.cell_empty": N_("{field}: a value is needed. Fill in the cell."),
    "import.repeated": N_("Line {line} means the same record with other values. Keep one of them."),
    "import.ambiguous": N_(
        "{field}: {count} records fit this row. Add a code or a number that tells them apart."
    ),
    "import.rejects_are_the_source": N_(
        "{path} is the file to be imported. Choose another file for the rejected rows."
    ),
    "export.not_possible": N_("{kind} cannot be written as {format}. Choose another format."),
}
