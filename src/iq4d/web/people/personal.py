from iq4d.web.journal.personal import Held, declare, nothing
from iq4d.web.people.models import Claim, FreeDays, Person

declare(
    Person,
    email=Held("identity", "erased"),
    name=Held("identity", "erased"),
    language=Held("setting", "erased"),
    theme=Held("setting", "erased"),
    photo=Held("identity", "erased"),
    zone=Held("setting", "erased"),
    mails=Held("setting", "erased"),
    mail_hour=Held("setting", "erased"),
    hints=Held("setting", "erased"),
    password=Held("setting", "erased"),
)
declare(FreeDays, first=Held("setting", "erased"), last=Held("setting", "erased"))
declare(Claim, email=Held("identity", "erased"))
declare("account.EmailAddress", email=Held("identity", "erased"))
nothing("account.EmailConfirmation", "key")
declare(
    "axes.AccessAttempt",  # wrong passwords; rows go with the next sign-in, or when the lock has ended
    username=Held("identity", "erased"),
    ip_address=Held("identity", "erased"),
    user_agent=Held("identity", "erased"),
    get_data=Held("identity", "erased"),
    post_data=Held("identity", "erased"),  # without the password, which axes leaves out
)
nothing("axes.AccessAttempt", "http_accept", "path_info")
