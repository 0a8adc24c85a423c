"""The one catalogue of refusals: what each code of a rule says to a person, as a full sentence."""

from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _

from iq4d.web.ui.verdicts import Verdict

SENTENCES = {
    "circles.not-facilitator": _("Only a facilitator or steward of this circle can do this. Ask one of them."),
    "circles.not-steward": _("Only a steward of this circle can do this. Ask one of them."),
    "circles.last-steward": _("A circle needs a steward. Make somebody else steward first."),
    "circles.invitation-over": _("This invitation is no longer valid. Ask for a new one."),
    "circles.invitation-other": _("This invitation was sent to another email address than yours."),
    "circles.invited-often": _("You invited this address a few times today. Wait a day before you do so again."),
    "circles.invited-many": _("You invited as many people today as one person can. Go on tomorrow."),
    "people.has-account": _("You have an account already. You change its address on your profile."),
    "people.no-account": _("Sign in to your account first; then open the link in the mail once more."),
    "people.claimed-often": _("We sent you three mails today. Look among the unwanted mail, or try again tomorrow."),
    "people.address-often": _("We sent three mails to this address today. Look among the unwanted mail there."),
    "people.days-turned": _("The last day is before the first. Turn them round."),
    "people.days-long": _("This is longer than a year. Choose a year at most; you can add the rest later."),
    "people.days-many": _("You have as many free days here as we keep for one person. Remove some first."),
    "imports.not-yours": _("Only the person who brought this file in can do this."),
    "imports.not-ready": _("This file has not been read yet. Wait until the preview is there."),
    "imports.already-confirmed": _("This file is already in the circle."),
    "imports.not-imported": _("There is nothing to undo here: nothing of this file is in the circle."),
    "imports.too-many-chosen": _("At most %(most)s conversations come in at once. Choose fewer, or split the file."),
    "imports.nothing-chosen": _("Choose at least one conversation."),
    "imports.group-must-know": _(
        "Tell the people whose words these are first, then come back. This preview stays for a week."
    ),
    "dialogues.account-first": _(
        "Starting a conversation here asks for an account. Make one first; it takes a minute."
    ),
    "dialogues.not-a-member": _("Only members of this circle can start a conversation in it."),
    "dialogues.not-lead": _("Only the facilitator or the owner of the question can do this. Ask one of them."),
    "dialogues.still-going": _("This conversation still goes on. Round it off first; then a next one can follow it."),
    "dialogues.other-circle": _("A next conversation stands in the same circle as the one it goes on from."),
    "dialogues.not-taking-part": _("Only who takes part in this conversation can do this."),
    "dialogues.account-to-join": _(
        "This circle asks for an account before you join. Make one; then come back by the link."
    ),
    "dialogues.only-invited": _("Only who is invited by name can join this conversation. Ask its owner."),
    "dialogues.let-go": _(
        "You no longer take part in this conversation. To come back you need a new invitation from who leads it."
    ),
    "dialogues.not-asked-back": _(
        "Only who leads this conversation can ask somebody in again who was let go. Ask one of them."
    ),
    "dialogues.here-no-longer": _("You no longer take part in this conversation, so this did not go in."),
    "dialogues.invitation-other": _("This invitation is for somebody else. Ask for one of your own."),
    "dialogues.invitation-sign-in": _("This invitation is for somebody with an account here. Sign in first."),
    "dialogues.address-often": _("This address was asked a few times today. Wait a day before you ask it again."),
    "dialogues.guest-invited-many": _(
        "Without an account you ask at most five people a day. Go on tomorrow, or keep your place with your address."
    ),
    "dialogues.begun": _("This conversation has begun, so this can no longer be changed."),
    "dialogues.not-yours": _("Only who wrote this can do that."),
    "dialogues.gone": _(
        "This is no longer there: the conversation began anew in another way. Your words are still below; copy them."
    ),
    "dialogues.consent-first": _("Say first whether somebody can be recognised in it, and said yes."),
    "dialogues.keeping-settled": _("Whether the words are kept is not asked here now."),
    "dialogues.words-gone": _("The words were let go, as agreed."),
    "dialogues.too-late": _("This was taken back more than two weeks ago and is gone."),
    "dialogues.step-full": _(
        "Meanwhile you brought what fits in this step: %(n)s at most. Take one of those back first; until then these "
        "words stay yours alone, for two weeks."
    ),
    "dialogues.other-points": _("These are no points that this step asks for."),
    "dialogues.nothing-to-sign": _("There is no name to put under this."),
    "dialogues.still-blind": _("You can put your name under it once the others have looked at it without names."),
    "dialogues.no-words": _("There are no words in it yet. Write something, or choose “nothing this time”."),
    "dialogues.over": _("This conversation has been rounded off. You can still ask its owner what came of it."),
    "dialogues.full": _("Everybody this method has room for is here already. Ask the owner to start another."),
    "dialogues.one-owner": _(
        "A conversation has one owner: the person whose question it is. Choose who that is first."
    ),
    "dialogues.nobody-to-ask": _("Choose somebody from the circle, or give an email address."),
    "dialogues.room-trusted": _("Others have written here in confidence, so this room stays closed."),
    "dialogues.not-begun": _("This conversation has not begun yet, so nothing can be brought into it."),
    "dialogues.cannot-begin": _("This conversation cannot begin yet."),
    "dialogues.method-key-taken": _(
        "A method that comes along has this key. Give yours a key of its own, and load it once more."
    ),
    "dialogues.method-version": _(
        "This circle has version %(version)s or a newer one, with other content. Raise the version: version = %(next)s."
    ),
    "dialogues.methods-many": _("This circle has %(most)s method files, and that is as many as fit."),
    "facilitation.not-lead": _("Only who leads this conversation can say something to one person alone."),
    "facilitation.not-here": _("This person does not take part any more, so they cannot read it."),
    "facilitation.not-yours": _("Only whom this was said to can do that."),
    "facilitation.answered": _("You have said something back to this already. Wait for the next private word."),
    "facilitation.no-words": _("There are no words in it yet."),
    "deeds.not-yours": _("Only who promised this can tell what came of it."),
    "deeds.taken-back": _("This deed was taken back. Bring it back first; then you can tell what came of it."),
    "deeds.no-outcome": _("Choose one of the three: done, partly or not done."),
    "deeds.not-told": _("Say first whether it was done; then tell what came of it."),
    "deeds.told-already": _("You told what came of this already. Undo that first if you want to be asked again."),
    "deeds.day-past": _("That day is over or today. Choose a day from tomorrow on."),
    "deeds.day-far": _("That is more than two years away. Choose a day before that."),
    "deeds.story-there": _("What came of it stands in the conversation already. Change it there."),
    "reports.not-all-known": _(
        "This stays here. Somebody whose words are in it cannot be asked: the conversation was brought in from "
        "elsewhere, or their account is gone. Nobody else can say yes for them, not even to a page without quotes."
    ),
    "reports.not-finished": _("Round the conversation off first. Then everybody can look at the whole of it."),
    "reports.asked-already": _("The others are being asked already. Wait for their answers, or ask nobody any more."),
    "reports.not-asked": _("Only whose words are in it can say this."),
    "reports.not-yours": _("Only who asked the others can do this."),
    "reports.over": _("This is over: nobody is asked any more."),
    "harvests.no-words": _("There are no words in it yet."),
    "harvests.nothing-chosen": _("Choose at least one, or write something in your own words."),
    "harvests.full": _("At most %(most)s fit in a harvest. Leave one out; keep what matters most to you."),
    "harvests.too-late": _("This was taken back more than two weeks ago and is gone."),
    "harvests.nothing-to-ask": _("There is nothing in this harvest yet. Choose something first; then ask somebody."),
    "harvests.no-method": _("This way of looking back is not there. Choose one from the list."),
    "mirror.not-there": _("This piece of evidence is no longer on the mirror."),
    "mirror.nothing-said": _("Nothing was said here yet. Come back when the conversation is under way."),
    "mirror.no-such-step": _("One of the answers is not among the choices. Choose again."),
}


def sentence(verdict: Verdict) -> str:
    """The refusal in the reader's language."""
    if verdict.said is not None:
        return verdict.said.say(get_language() or "en")
    return say(SENTENCES[verdict.code]) % verdict.params if verdict.params else say(SENTENCES[verdict.code])
