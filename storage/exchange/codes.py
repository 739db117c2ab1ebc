"""Every code that reading a file or mapping its columns can give; `tui/explain.py` words them.

Names only: no sentence, no logic.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Codes of problems and remarks, with the parameters that go with them."""

    # the whole file (UnreadableFileError)
    FILE_EMPTY = "file.empty"
    ENCODING_UNKNOWN = "file.encoding_unknown"  # encoding
    FORMAT_UNKNOWN = "file.format_unknown"  # kind
    ENTITY_NOT_IMPORTED = "import.entity_not_imported"  # kind
    HEADER_UNREADABLE = "file.header_unreadable"  # reason (a code), column
    WORKBOOK_DAMAGED = "file.workbook_damaged"
    WORKBOOK_LOCKED = "file.workbook_locked"  # opens with a password only
    WORKBOOK_TOO_LARGE = "file.workbook_too_large"  # size, limit in bytes
    WORKBOOK_TOO_DENSE = "file.workbook_too_dense"  # ratio, limit
    # one row
    ROW_TOO_LONG = "file.row_too_long"  # last_line
    QUOTE_NOT_CLOSED = "file.quote_not_closed"  # last_line
    INSIDE_OPEN_QUOTE = "file.inside_open_quote"  # since
    TEXT_AFTER_QUOTE = "file.text_after_quote"  # last_line
    TOO_MANY_CELLS = "file.too_many_cells"  # expected, found
    TOO_FEW_CELLS = "file.too_few_cells"  # expected, found
    NUL_CHARACTER = "file.nul_character"
    UNDECODABLE = "file.undecodable"
    NUMBER_LOST_DIGITS = "file.number_lost_digits"  # digits
    # remarks about a table
    EMPTY_HEADER = "file.empty_header"  # line, column
    DUPLICATE_HEADER = "file.duplicate_header"  # line, column
    TITLE_ROWS_SKIPPED = "file.title_rows_skipped"  # rows
    MORE_SHEETS = "file.more_sheets"  # sheet, others
    ENCODING_UNCERTAIN = "file.encoding_uncertain"  # encoding
    # calendars
    CALENDAR_DAMAGED = "calendar.damaged"  # reason
    CALENDAR_NO_DAY = "calendar.no_day"  # title
    # address cards
    CARD_NOT_CLOSED = "card.not_closed"
    CARD_NAMELESS = "card.nameless"
    CARD_IS_GROUP = "card.is_group"
    OUTSIDE_CARD = "card.outside_card"  # text
    NAME_FROM_NICKNAME = "card.name_from_nickname"
    NAME_FROM_EMAIL = "card.name_from_email"
    NAME_FROM_ORGANISATION = "card.name_from_organisation"
    NAME_FROM_PHONE = "card.name_from_phone"
    BIRTHDAY_WITHOUT_YEAR = "card.birthday_without_year"  # month, day
    BIRTHDAY_UNREADABLE = "card.birthday_unreadable"  # text
    TEXT_UNDECODABLE = "card.text_undecodable"  # line, property
    LINE_NOT_UNDERSTOOD = "card.line_not_understood"  # line, text
    # mapping of columns
    FIELD_UNKNOWN = "mapping.field_unknown"  # field
    FIELD_NOT_EDITABLE = "mapping.field_not_editable"  # field
    COLUMN_UNKNOWN = "mapping.column_unknown"  # column
    CORRECTION_UNREADABLE = "mapping.correction_unreadable"  # text
    COLUMN_DOUBTFUL = "mapping.column_doubtful"  # column, field
    NOTHING_MAPPED = "mapping.nothing_mapped"  # entity
    FIELD_MISSING = "mapping.field_missing"  # field
    KEY_NOT_MAPPED = "mapping.key_not_mapped"  # field
    # rows that are known again
    CELL_EMPTY = "import.cell_empty"  # field
    REPEATED = "import.repeated"  # line
    AMBIGUOUS = "import.ambiguous"  # field, count
