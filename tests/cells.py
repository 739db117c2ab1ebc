"""The rights of requirements 11.3, written down by hand: what each role gets, and of whose record.

A row has a letter for a record of one's own, of a team mate's, of another team's:
`y` done, `r` refused, `n` answered as if it were not there, `-` left out of what is shown.
A role that is not named is refused: `r` of every record. Rows without records have one letter.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.enums import Role
from models.rules.rights import Action

V, S, C, M, U, A = (
    Role.VIEWER, Role.SALES, Role.SERVICE, Role.MANAGER, Role.AUDITOR, Role.ADMIN
)  # fmt: skip
Row = Mapping[Role, str]

# "See own/all customers": all; own + team for SALES, who is told of no other one.
SEE: Row = {V: "yyy", S: "yyn", C: "yyy", M: "yyy", U: "yyy", A: "yyy"}
LISTED: Row = {V: "yyy", S: "yy-", C: "yyy", M: "yyy", U: "yyy", A: "yyy"}
# Masked: of others for SALES, all of it for VIEWER, SERVICE, AUDITOR, ADMIN.
NUMBERS: Row = {S: "yrn", M: "yyy"}
# "Edit customer/deal": own; all; contact data only for SERVICE.
EDIT: Row = {S: "yrn", M: "yyy"}
CONTACT_DATA: Row = {S: "yrn", C: "yyy", M: "yyy"}
# "Feedback/ticket": SALES create, and lead their own.
TAKE_IN: Row = {S: "yyn", C: "yyy", M: "yyy"}
CASE: Row = {S: "yrn", C: "yyy", M: "yyy"}
# "Log touch, follow-ups": own + team.
TOUCH: Row = {S: "yyn", C: "yyy", M: "yyy"}
# Many at once: of what is found each is judged by itself, what one may not see is not found.
MANY: Row = {S: "y--", C: "---", M: "yyy"}
# "Import, merge, reassign, handover": SALES import, merge own, accept a handover.
IMPORT: Row = {S: "yrn", M: "yyy"}
MERGE: Row = {S: "yrn", M: "yyy"}
REASSIGN: Row = {S: "rrn", M: "yyy"}
HANDOVER: Row = {S: "rrn", M: "yyy"}
ACCEPT: Row = {S: "yrn", M: "yyy"}
# "Erase, anonymise, retention": a manager; an auditor reads the list.
ERASE: Row = {S: "rrn", M: "yyy"}
RETENTION_RUN: Row = {M: "y"}
RETENTION: Row = {M: "y", U: "y"}
# "Reveal sensitive field": SALES own.
REVEAL: Row = {S: "yrn", C: "yyy", M: "yyy", U: "yyy"}
# "Export/print lists": SALES own, SERVICE tickets, AUDITOR audit only, ADMIN backup.
EXPORT: Row = {S: "y--", M: "yyy"}
EXPORT_ONE: Row = {S: "yrn", M: "yyy"}
EXPORT_TICKETS: Row = {S: "y--", C: "yyy", M: "yyy"}
EXPORT_AUDIT: Row = {M: "y", U: "y"}
PRINT: Row = {S: "y", M: "y"}
BACKUP: Row = {M: "y", A: "y"}
# "Approve termination, gifts, stage jumps, DNC exception": not one's own request.
APPROVE: Row = {S: "rrn", M: "ryy"}
# "Identity requests": scope "service"; yes; AUDITOR reads the log, ADMIN registers systems.
IDENTIFY: Row = {M: "y"}
IDENTIFY_SERVICE: Row = {C: "y", M: "y"}
IDENTITY_LOG: Row = {M: "y", U: "y"}
SYSTEMS: Row = {A: "y"}
# "Settings, users": a manager those of the team.
SETTINGS: Row = {M: "y", A: "y"}
USERS: Row = {M: "yyr", A: "yyy"}
# "Audit log": own actions; the team's; all.
AUDIT: Row = {S: "y--", C: "y--", M: "yy-", U: "yyy", A: "yyy"}
# Not in the table of 11.3: what the house shares is kept by who works with it, views by their
# owner, and each takes back what he did himself.
KNOWLEDGE: Row = {S: "y", C: "y", M: "y"}
CATALOGUE: Row = {C: "y", M: "y"}
OWN_VIEWS: Row = dict.fromkeys(Role, "ynn")  # what others do not share is not there
# Of the log of changes one sees the acts that one may see at all, so as to take back one's own.
LOGGED: Row = {**dict.fromkeys(Role, "y--"), M: "yy-", U: "yyy", A: "yyy"}
UNDO_LOGGED: Row = {**dict.fromkeys(Role, "ynn"), M: "yyn", U: "yrr", A: "yrr"}
UNDO: Row = {V: "yrr", S: "yrr", C: "yrr", M: "yyy", U: "yrr", A: "yrr"}

OF_ACTION: Mapping[Action, tuple[Row, ...]] = {
    Action.SEE: (SEE, LISTED),
    Action.SEE_NUMBERS: (NUMBERS,),
    Action.EDIT: (EDIT, MANY),
    Action.EDIT_CONTACT: (CONTACT_DATA,),
    Action.CASE: (TAKE_IN, CASE),
    Action.TOUCH: (TOUCH,),
    Action.IMPORT: (IMPORT,),
    Action.MERGE: (MERGE,),
    Action.REASSIGN: (REASSIGN,),
    Action.HANDOVER: (HANDOVER,),
    Action.ACCEPT: (ACCEPT,),
    Action.ERASE: (ERASE, RETENTION_RUN),
    Action.RETENTION: (RETENTION,),
    Action.REVEAL: (REVEAL,),
    Action.EXPORT: (EXPORT, EXPORT_ONE, PRINT),
    Action.EXPORT_TICKETS: (EXPORT_TICKETS,),
    Action.EXPORT_AUDIT: (EXPORT_AUDIT,),
    Action.BACKUP: (BACKUP,),
    Action.APPROVE: (APPROVE,),
    Action.IDENTIFY: (IDENTIFY,),
    Action.IDENTIFY_SERVICE: (IDENTIFY_SERVICE,),
    Action.IDENTITY_LOG: (IDENTITY_LOG,),
    Action.SYSTEMS: (SYSTEMS,),
    Action.SETTINGS: (SETTINGS,),
    Action.USERS: (USERS,),
    Action.AUDIT: (AUDIT, LOGGED),
    Action.KNOWLEDGE: (KNOWLEDGE,),
    Action.CATALOGUE: (CATALOGUE,),
    Action.OWN_VIEWS: (OWN_VIEWS,),
    Action.UNDO: (UNDO, UNDO_LOGGED),
}


def cells(row: Row, role: Role) -> str:
    """The letters of a role in a row."""
    return row.get(role, "r" * len(next(iter(row.values()))))
