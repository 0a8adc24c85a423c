"""Contributions as HTML, joined from what was rendered when it was written: a template per contribution costs more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from iq4d.methods.method import SCALE
from iq4d.web.dialogues.models import CONSENTS as CHOICES_OF_CONSENT
from iq4d.web.dialogues.queries import Shown, Thread
from iq4d.web.dialogues.wording import TAGS
from iq4d.web.ui.markup import kept_safe, plain
from iq4d.web.ui.templatetags.iq4d import called, initial, tint

CONSENTS = dict(CHOICES_OF_CONSENT)


@dataclass(slots=True)
class Looks:
    """What a reader's page knows about all contributions on it.

    mine: the reader's participant number; here: the numbers on this page; names: of those that are answered
    elsewhere; kept: the owner's order; open_steps: where can be replied now; leads: may hide.
    """

    key: str
    language: str
    mine: int = 0
    here: Collection[int] = ()
    names: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    kept: Mapping[int, int] = field(default_factory=dict)
    replies: bool = False
    hides: bool = False
    asks: bool = False  # whether a question nobody took up may say so
    anchors: bool = True  # on a page of their own; among the material of a step they are there twice
    more: Mapping[int, str] = field(default_factory=dict)  # HTML a later app adds under the words, by number
    links: Mapping[int, str] = field(default_factory=dict)  # and at the foot
    summed: Collection[int] = ()  # what the summary on top rests on
    lines: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # the ends of the line people stand on, by step
    nameless: Collection[str] = ()  # steps of which nobody reads who brought what


class Cards:
    """Draws contributions for one reader. Words of the page are looked up once."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.base = f"/dialogues/{looks.key}/"
        self.year = localtime().year
        self.photos = reverse("photo", args=[0])[:-2]
        self.lang = escape(get_language() or "en")
        self.words = {
            "to": pgettext("a reply to somebody", "to"), "edited": _("changed"), "reply": _("Reply"),
            "change": _("Change"), "hide": _("Hide"), "gone": _("Taken back by its author."),
            "hidden": _("Hidden by the facilitator."), "back": _("Bring it back"), "yours": _("Only you see this."),
            "narrow": _("Not everybody sees this."), "outside": _("outside this step"), "nobody": _("Nobody yet"),
            "kept": _("kept"), "show": _("Show again"), "link": _("Copy link"), "copied": _("Copied"),
            "why": _("Because:"),
        }  # fmt: skip

    def thread(self, thread: Thread) -> str:
        replies = "".join(self.thread(one) for one in thread.replies)
        under = f'<ol class="replies">{replies}</ol>' if replies else ""
        nobody = ""
        if (
            self.looks.asks
            and not replies
            and thread.top.level == 0
            and thread.top.kind == "question"
            and not thread.top.removed_at
        ):
            nobody = f'<p class="nobody-yet">{escape(self.words["nobody"])}</p>'
        return f"<li>{self.card(thread.top)}{nobody}{under}</li>"

    def card(self, c: Shown) -> str:
        looks, words = self.looks, self.words
        anchor = f"c-{c.number}" if looks.anchors else f"m-{c.number}"
        name = escape(called(c.name, c.participant))
        mine = bool(looks.mine) and c.participant == looks.mine
        if c.removed_at is not None:
            return self._gone(c, anchor, mine)
        tags = self._tags(c)
        to = ""
        if c.answers is not None and c.answers in looks.names:
            whom = escape(called(*looks.names[c.answers]))
            href = f"#c-{c.answers}" if c.answers in looks.here else f"{self.base}c/{c.answers}/"
            to = f'<p class="contribution-to" lang="{self.lang}">{escape(words["to"])} <a href="{href}">{whom}</a></p>'
        changed = ""
        if c.edited_at is not None:
            changed = f' <a class="contribution-edited" href="{self.base}c/{c.number}/history/">{words["edited"]}</a>'
        hidden = ""
        if c.hidden:
            why = f" {escape(words['why'])} {escape(c.hidden_why)}" if c.hidden_why else ""
            hidden = f'<p class="help" lang="{self.lang}">{escape(words["hidden"])}{why}</p>'
        look = f"{' contribution--mine' if mine else ''}{' contribution--gone' if c.hidden else ''}"
        foot = f"{looks.more.get(c.number, '')}{self._foot(c, mine)}"
        return (
            f'<article class="contribution{look}" id="{anchor}" aria-labelledby="{anchor}-name">'
            f'<header class="contribution-head">{self._avatar(c, name)}'
            f'<span class="contribution-name" id="{anchor}-name" lang="{self.lang}">{name}</span>'
            f'<a class="contribution-time" href="#{anchor}" lang="{self.lang}">{self._when(c)}</a>{changed}{tags}'
            f'</header>{to}{hidden}{self._picture(c)}<div class="prose">{c.html}</div>{foot}</article>'
        )

    def _gone(self, c: Shown, anchor: str, mine: bool) -> str:
        back, told = "", self.words["gone"]
        if c.wiped:
            told = self._once("wiped", lambda: _("The words were let go, as agreed."))
        elif mine:
            back = f' <a href="{self.base}c/{c.number}/back/">{escape(self.words["back"])}</a>'
        return (
            f'<article class="contribution contribution--gone" id="{anchor}">'
            f'<p class="help" lang="{self.lang}">{escape(told)}{back}</p></article>'
        )

    def _tags(self, c: Shown) -> str:
        told = [self._once(f"kind {c.kind}", lambda: str(TAGS[c.kind]))] if c.kind in TAGS else []
        if c.place and c.step in self.looks.lines:
            at_end = {1: self.looks.lines[c.step][0], SCALE: self.looks.lines[c.step][1]}
            told.append(at_end.get(c.place) or _("place %(n)s of %(all)s") % {"n": c.place, "all": SCALE})
        told += [self.words["kept"]] if c.number in self.looks.kept else []
        told += [self.words["outside"]] if c.outside else []
        told += [str(CONSENTS[c.consent])] if c.consent in CONSENTS else []
        if c.kind == "note":
            told.append(self.words["yours"])
        elif c.is_narrow:
            told.append(self.words["narrow"])
        tags = "".join(f' <span class="tag" lang="{self.lang}">{escape(one)}</span>' for one in told)
        if c.number in self.looks.summed:
            in_it = escape(self._once("in the summary", lambda: _("in the summary")))
            tags += f' <a class="tag" href="{self.base}#summary" lang="{self.lang}">{in_it}</a>'
        return tags

    def _picture(self, c: Shown) -> str:
        """Its line of words is what it shows to who cannot see it."""
        if not c.picture:
            return ""
        src = f"{self.base}c/{c.number}/picture/"
        alt = escape(plain(c.html), quote=True)
        return f'<a class="contribution-picture" href="{src}"><img src="{src}" alt="{alt}" loading="lazy"></a>'

    def _avatar(self, c: Shown, name: str) -> str:
        if c.photo:
            src = f"{self.photos}{c.person}/"
            return f'<img class="avatar" src="{src}" alt="" width="40" height="40" loading="lazy">'
        return f'<span class="avatar avatar--{tint(c.participant)}" aria-hidden="true">{escape(initial(name))}</span>'

    def _when(self, c: Shown) -> str:
        if c.at is None:
            return f"#{c.number}"
        at = localtime(c.at)
        month = self._once(f"month {at.month}", lambda: _short_month(at))
        year = f" {at.year}" if at.year != self.year else ""
        return f'<time datetime="{c.at.isoformat()}">{at.day} {month}{year}, {at:%H:%M}</time>'

    def _once(self, name: str, say: Callable[[], str]) -> str:
        """A word of the page that is looked up when it is first needed."""
        if name not in self.words:
            self.words[name] = say()
        return self.words[name]

    def _foot(self, c: Shown, mine: bool) -> str:
        looks, words, links = self.looks, self.words, []
        if looks.replies and c.kind != "note":
            links.append(
                f'<a class="link-button" href="{self.base}?reply={c.number}#compose">{escape(words["reply"])}</a>'
            )
        if mine and not c.hidden and c.step:
            links.append(f'<a class="link-button" href="{self.base}c/{c.number}/change/">{escape(words["change"])}</a>')
        if mine and c.step in looks.nameless and not c.signed:
            sign = escape(self._once("sign", lambda: _("Put my name under it")))
            links.append(f'<a class="link-button" href="{self.base}c/{c.number}/sign/">{sign}</a>')
        if looks.hides and not mine and c.step:
            told = words["show"] if c.hidden else words["hide"]
            links.append(f'<a class="link-button" href="{self.base}c/{c.number}/hide/">{escape(told)}</a>')
        if c.picture and looks.mine and not mine and not c.hidden:
            told = escape(self._once("in it", lambda: _("I am in this and would rather not")))
            links.append(f'<a class="link-button" href="{self.base}c/{c.number}/rather-not/">{told}</a>')
        links += [looks.links[c.number]] if c.number in looks.links else []
        return f'<footer class="contribution-foot" lang="{self.lang}">{"".join(links)}</footer>' if links else ""


def _short_month(at: datetime) -> str:
    """Django gives the short names a capital, also where a language writes its months without."""
    return date_format(at, "M") if date_format(at, "F")[0].isupper() else date_format(at, "M").lower()


def threads(roots: list[Thread], looks: Looks) -> SafeString:
    """The items of `<ol class="contributions">`."""
    cards = Cards(looks)
    return kept_safe("".join(cards.thread(root) for root in roots))


def cards(shown: list[Shown], looks: Looks) -> dict[int, SafeString]:
    """Single contributions by number, as the material of a step shows them."""
    draw = Cards(looks)
    return {one.number: kept_safe(draw.card(one)) for one in shown}
