from iq4d.web.imports.models import Found, Import
from iq4d.web.journal.personal import Held, declare, nothing

declare(
    Import,
    file_names=Held("words", "with its owner"),
    called=Held("words", "with its owner"),
    skipped=Held("words", "with its owner"),
    problem=Held("words", "with its owner"),
)
nothing(Import, "key", "state", "reader", "group_knows")
declare(Found, title=Held("words", "with its owner"), opening=Held("words", "with its owner"))
nothing(Found, "source_key")
