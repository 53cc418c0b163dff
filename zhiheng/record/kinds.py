"""The closed registry of what an event may be. A new kind is a line here, and stays for ever."""

KINDS = frozenset({
    "account.change",
    "catalogue.draft",
    "catalogue.items",
    "catalogue.version",
    "case.open",
    "case.step",
    "case.close",
    "file.open",       # somebody looked into a file that is not his own
    "grant.ask",
    "grant.give",
    "grant.end",
    "redaction",
    "unit.change",
    "official.change",
    "post.change",
})  # fmt: skip
