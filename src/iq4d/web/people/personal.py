from iq4d.web.journal.personal import Held, declare, nothing
from iq4d.web.people.models import Person

declare(
    Person,
    email=Held("identity", "erased"),
    name=Held("identity", "erased"),
    language=Held("setting", "erased"),
    theme=Held("setting", "erased"),
    photo=Held("identity", "erased"),
    password=Held("setting", "erased"),
)
declare("account.EmailAddress", email=Held("identity", "erased"))
nothing("account.EmailConfirmation", "key")
