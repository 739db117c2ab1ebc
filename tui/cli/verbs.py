"""The table of verbs: help, completion and dispatch are made from it. Imports nothing."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - the customary name of the marker
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class Verb:
    """One verb: its module, what it does, how it is written, its options.

    An option ending in "=" takes a value, in "=*" may be repeated, else it is a switch.
    """

    __slots__ = ("form", "module", "name", "options", "summary")

    def __init__(
        self, name: str, module: str, summary: str, form: str, options: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.module = module
        self.summary = summary
        self.form = form
        self.options = options


GLOBALS = (
    "db=",
    "today=",
    "lang=",
    "readonly",
    "no-mouse",
    "ascii",
    "json",
    "help",
    "version",
)
SHORT = {"h": "help", "V": "version", "o": "output"}

DEMO = Verb(
    "demo",
    "",
    N_("open a throw-away copy of the demo data, as one of a team with --as; a verb works on it"),
    "[--reset] [--as LOGIN] [VERB ...]",
    ("reset", "as="),
)

VERBS: tuple[Verb, ...] = (
    Verb(
        "init",
        "init",
        N_("create an empty database"),
        "[--profile single|team]",
        ("profile=",),
    ),
    DEMO,
    Verb(
        "list",
        "list",
        N_("list records that fit a query"),
        "[QUERY] [--kind KIND] [--view NAME] [--ids] [--limit N]",
        ("kind=", "view=", "ids", "limit="),
    ),
    Verb(
        "show",
        "show",
        N_("show one record; --map draws the people who decide on a deal"),
        "CODE [--map]",
        ("map",),
    ),
    Verb(
        "new",
        "new",
        N_("create a record and print its code"),
        'KIND FIELD=VALUE ... [--line "PRODUCT;PRICE;QUANTITY;DISCOUNT"] [--keep-duplicate REASON]',
        ("line=*", "keep-duplicate="),
    ),
    Verb(
        "set",
        "set",
        N_("change fields of one record, or of all that fit a query"),
        "CODE FIELD=VALUE ... [--if-version N] [--keep-duplicate REASON] | "
        "--query QUERY [--kind KIND] [--dry-run] FIELD=VALUE ...",
        ("query=", "kind=", "dry-run", "if-version=", "keep-duplicate="),
    ),
    Verb("archive", "archive", N_("take a record out of sight; undo brings it back"), "CODE"),
    Verb(
        "touch",
        "touch",
        N_("log a contact, regrade and plan the next one"),
        "CODE --channel CHANNEL --summary TEXT [--need NEED] [--no-chance REASON] "
        "[--expected DATE] [--next DATE|--no-next REASON] [--keep GRADE --reason TEXT] "
        "[--promise 'DATE TEXT @LOGIN' ...] [--remark TEXT ...] [--no-calls] [FIELD=VALUE ...]",
        (
            "channel=",
            "summary=",
            "need=",
            "no-chance=",
            "expected=",
            "next=",
            "no-next=",
            "keep=",
            "reason=",
            "promise=*",
            "remark=*",
            "no-calls",
        ),
    ),
    Verb(
        "due",
        "due",
        N_("list follow-ups due by a day, overdue ones first"),
        "[--until DATE] [--mine] [--digest]",
        ("until=", "mine", "digest"),
    ),
    Verb(
        "review",
        "review",
        N_("list open deals with odds, first gap and next step; the forecast"),
        "[--mine] [--limit N]",
        ("mine", "limit="),
    ),
    Verb(
        "brief",
        "brief",
        N_("one page before a call; --team explains the customer to colleagues"),
        "CODE [--team] [--format text|md]",
        ("team", "format="),
    ),
    Verb(
        "report",
        "report",
        N_("figures of the whole book: goals, leaky bucket, grades, segments and more"),
        "NAME [DIMENSION DIMENSION] [--from DATE] [--to DATE] "
        "[--format csv|xlsx|md|txt] [-o|--output FILE] [--overwrite] [--reason TEXT]",
        ("from=", "to=", "format=", "output=", "overwrite", "reason="),
    ),
    Verb("done", "planned", N_("mark a follow-up as done without a contact"), "CODE"),
    Verb("skip", "planned", N_("leave a follow-up out"), "CODE REASON"),
    Verb("snooze", "planned", N_("let a follow-up wait until a day"), "CODE DATE REASON"),
    Verb(
        "feedback",
        "feedback",
        N_("take in feedback and lead it through its steps"),
        "list [QUERY] [--limit N] | new FIELD=VALUE ... | "
        "ack|analyse|act|track|close|reopen|merge CODE FIELD=VALUE ... | "
        "steps CODE | progress CODE NOTE [promised_at=MOMENT] | "
        "pause CODE reason=TEXT customer_told=yes | resume CODE [NOTE] | "
        "owner CODE LOGIN [NOTE] | idea CODE CONTACT [NOTE] | set CODE FIELD=VALUE ... | "
        "escalate CODE",
        ("limit=",),
    ),
    Verb(
        "ticket",
        "ticket",
        N_("take in service tickets and lead them through their steps"),
        "list [QUERY] [--limit N] | new FIELD=VALUE ... | "
        "book|dispatch|work|wait|resolve|confirm|unsolved|close|cancel CODE FIELD=VALUE ... | "
        "steps CODE | suggest CODE | set CODE FIELD=VALUE ... | visit CODE FIELD=VALUE ... | "
        "part CODE part=PART qty=N [--order] | unpart CODE PART | "
        "pause CODE REASON --told | resume CODE",
        ("limit=", "order", "told"),
    ),
    Verb(
        "stock",
        "stock",
        N_("take spare parts in, bring them back, or correct what was counted"),
        "CODE receipt|return|count QUANTITY [NOTE]",
    ),
    Verb(
        "technicians",
        "technicians",
        N_("the bookings of a day, technician by technician"),
        "[--on DATE]",
        ("on=",),
    ),
    Verb(
        "answer",
        "answer",
        N_("answer a question of the NSABC sheet"),
        "CODE QUESTION STATE [--note TEXT] [--source CONTACT|TEXT] [--on DATE]",
        ("note=", "source=", "on="),
    ),
    Verb(
        "stage",
        "stage",
        N_("show the relationship stage, move it, tick a strategy"),
        "CODE [STAGE] [--reason TEXT] [--yes] [--done STRATEGY] [--open STRATEGY]",
        ("reason=", "yes", "done=", "open="),
    ),
    Verb(
        "verify",
        "verify",
        N_("note that the data of a customer were checked today; list stale finds the others"),
        "CODE [--group GROUP ...]",
        ("group=*",),
    ),
    Verb(
        "duplicates",
        "duplicates",
        N_("find customers that are there twice; say of two that they are two"),
        "[--min SCORE] [--limit N] | keep CODE CODE REASON | never CODE CODE",
        ("min=", "limit="),
    ),
    Verb(
        "bin",
        "bin",
        N_("list what was archived, or bring it back"),
        "[TEXT ...] [--limit N] | --restore CODE|CHANGE",
        ("limit=", "restore="),
    ),
    Verb(
        "merge",
        "merge",
        N_("make one customer of two; the code of the second finds the first from then on"),
        "WINNER LOSER [--field FIELD=winner|loser ...] [--dry-run]",
        ("field=*", "dry-run"),
    ),
    Verb(
        "handover",
        "handover",
        N_("hand customers over to another owner, tick off, take over"),
        "list | begin FROM TO [CODE ...] | tick|untick CODE ITEM | accept CODE [--reason TEXT] | "
        "withdraw CODE --reason TEXT | known [LOGIN]",
        ("reason=",),
    ),
    Verb(
        "terminate",
        "terminate",
        N_("part with a customer step by step; exceptions from the block after it"),
        "[list] | steps CODE | draft CODE reason_code=REASON text=TEXT | "
        "prepare CODE plan=TEXT documents=TEXT | submit CODE | approve|reject CODE comment=TEXT | "
        "tell CODE notice_date=DATE effective_date=DATE | settle CODE [lost_reason=TEXT] | "
        "end CODE | clear CODE balance_confirmed=yes | "
        "archive CODE gathered=TEXT [retention_until=DATE] | evaluate CODE evaluation=TEXT | "
        "withdraw CODE ended_reason=TEXT | ask CODE notice|return reason=TEXT [text=TEXT] | "
        "allow|decline contact-releases/ID comment=TEXT | "
        "send contact-releases/ID [channel=CHANNEL] [contact=CODE]",
    ),
    Verb(
        "campaign",
        "campaign",
        N_("campaigns: plan, begin on a segment, take answers, close with the return"),
        "[list] | new FIELD=VALUE ... | show CODE | begin CODE | "
        "answer CODE CUSTOMER FIELD=VALUE ... | "
        "close CODE cost=AMOUNT revenue=AMOUNT next_change=TEXT [result=TEXT]",
    ),
    Verb(
        "subject",
        "privacy",
        N_("write everything that is held on a customer or a person into a file"),
        "CODE --reason TEXT -o|--output FILE.md|FILE.json [--overwrite]",
        ("reason=", "output=", "overwrite"),
    ),
    Verb(
        "erase",
        "privacy",
        N_("make a customer or a person nameless; without --yes says what would go"),
        "CODE [--yes --reason TEXT -o|--output FILE.md|FILE.json [--overwrite]]",
        ("yes", "reason=", "output=", "overwrite"),
    ),
    Verb(
        "retention",
        "privacy",
        N_("list who is kept no longer than this month; --run makes them nameless"),
        "[--until DATE] | --dry-run | --run --reason TEXT -o|--output FILE",
        ("until=", "dry-run", "run", "reason=", "output="),
    ),
    Verb(
        "gift",
        "gift",
        N_("gifts and meals: write down, approve, loyalty fund"),
        "list [CODE] | new FIELD=VALUE ... | approve CODE | decline CODE --reason TEXT | fund CODE",
        ("reason=",),
    ),
    Verb(
        "identify",
        "identify",
        N_("tell another system who somebody is by five elements: JSON lines in and out"),
        "[--system KEY]",
        ("system=",),
    ),
    Verb(
        "identity",
        "identity",
        N_("identities and documents of a customer, other systems, log of their requests"),
        "show CODE | add CODE FIELD=VALUE ... < NUMBER | correct IDENTITY FIELD=VALUE ... | "
        "document IDENTITY FIELD=VALUE ... [--replaces DOCUMENT] < NUMBER | "
        "revoke IDENTITY --reason TEXT | reveal DOCUMENT --reason TEXT | systems | "
        "tell < JSON-LINES | log [SYSTEM] [--failed] | verify",
        ("reason=", "replaces=", "failed"),
    ),
    Verb(
        "users",
        "users",
        N_("who works with this database: list, add, roles, team; from one user to a team"),
        "list | add LOGIN NAME [--roles ROLE,ROLE] [--team TEAM] | "
        "set LOGIN [FIELD=VALUE ...] [--roles ROLE,ROLE] [--team TEAM] | on LOGIN | off LOGIN | "
        "profile [team]",
        ("roles=", "team="),
    ),
    Verb(
        "reveal",
        "reveal",
        N_("show one hidden number or note, for a reason that is kept in the log"),
        "CODE FIELD --reason TEXT",
        ("reason=",),
    ),
    Verb(
        "fair",
        "fair",
        N_("take down a visitor of a trade fair, list those of a day"),
        "NAME [FIELD=VALUE ...] [--hot] [--on DATE]",
        ("hot", "on="),
    ),
    Verb(
        "playbook",
        "playbook",
        N_("list playbooks, start one, lead it through its steps"),
        "[list] | show CODE | start CODE CUSTOMER [--on DAY] [--contact CODE] [--deal CODE] | "
        "start CODE --query QUERY [--on DAY] | runs CUSTOMER | tick RUN STEP POINT [--off] | "
        "day RUN STEP DAY [TIME] | skip RUN STEP REASON | close RUN | stop RUN REASON",
        ("on=", "contact=", "deal=", "query=", "off"),
    ),
    Verb(
        "touchpoints",
        "touchpoints",
        N_("list touchpoints in groups, show one, load the shipped list"),
        "[CODE] [--by line|list|class|kind|journey|key] [--load]",
        ("by=", "load"),
    ),
    Verb(
        "matrix",
        "touchpoints",
        N_("show the matrix service x channel, or one of its processes"),
        "[PROCESS]",
    ),
    Verb(
        "audit",
        "audit",
        N_("list audits, score one; show who did what, verify that nobody changed that by hand"),
        "[CODE [ITEM=SCORE ...]] | log [CODE] [--user LOGIN] [--kind KIND] [--day DAY[..DAY]] "
        "[--act LABEL] [--limit N] | verify",
        ("user=", "kind=", "day=", "act=", "limit="),
    ),
    Verb(
        "survey",
        "survey",
        N_("list survey calls, plan them, take the answers of a customer"),
        "[CODE NUMBER=SCORE ...] [--survey CODE] [--on DATE] [--file FILE [--dry-run]] [--plan]",
        ("survey=", "on=", "file=", "dry-run", "plan"),
    ),
    Verb(
        "settings",
        "settings",
        N_("list the figures of the rules, change some"),
        "[KEY ...] [KEY=VALUE ...]",
    ),
    Verb(
        "explain",
        "explain",
        N_("explain a figure: rule, inputs, arithmetic, settings"),
        "CODE FIGURE",
    ),
    Verb(
        "library",
        "library",
        N_("look up objections with their argument, and standard answers"),
        "[WORDS] [--kind faqs|objections]",
        ("kind=",),
    ),
    Verb(
        "import",
        "importing",
        N_("read a table, workbook or address file"),
        "FILE [--as KIND] [--map FIELD=COLUMN ...] [--key FIELD] [--encoding E] [--dry-run] "
        "[--rejects FILE] [--keep-duplicate REASON] | --undo BATCH",
        (
            "as=",
            "map=*",
            "key=",
            "encoding=",
            "dry-run",
            "rejects=",
            "keep-duplicate=",
            "undo=",
        ),
    ),
    Verb(
        "export",
        "export",
        N_("write records that fit a query into a file"),
        "KIND [QUERY] [--format csv|xlsx|json|md|txt|vcf|ics] -o|--output FILE [--overwrite] "
        "[--reason TEXT]",
        ("format=", "output=", "overwrite", "reason="),
    ),
    Verb("undo", "undo", N_("take back the last change, or the one named"), "[CHANGE]"),
    Verb("redo", "undo", N_("do again what was taken back last"), "[CHANGE]"),
    Verb(
        "log",
        "log",
        N_("list changes, of one record or of all"),
        "[CODE] [--query QUERY] [--limit N]",
        ("query=", "limit="),
    ),
    Verb("backup", "backup", N_("write a checked copy of the database"), "[FILE]"),
    Verb(
        "restore",
        "restore",
        N_("put a backup in the place of the database; the old file is kept"),
        "FILE [--yes] | FILE --rehearse",
        ("yes", "rehearse"),
    ),
    Verb(
        "key",
        "key",
        N_("tell where the key lies; put it under a passphrase, change that, take it away"),
        "[--protect] | --unprotect",
        ("protect", "unprotect"),
    ),
    Verb("rekey", "key", N_("give the database another key, after a checked backup"), ""),
    Verb(
        "doctor",
        "doctor",
        N_("check database, key, journal, search index and terminal"),
        "[--mend]",
        ("mend",),
    ),
    Verb(
        "completion",
        "completion",
        N_("print the completion script of a shell"),
        "bash|zsh|fish",
    ),
)


def find(name: str) -> Verb | None:
    """The verb of that name."""
    for verb in VERBS:
        if verb.name == name:
            return verb
    return None
