"""A WordPress export of our own writing: a team that wants to know why its meetings fall silent."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

BEGAN = datetime(2026, 3, 2, 9, 0)
TITLE = "Waarom wordt het stil in ons teamoverleg?"

# (number, who, the comment it answers, words)
LONG = [
    (1, "Karim", 0, "Waarom is dit nu een vraag voor jou? Is er iets gebeurd vorige week?"),
    (2, "Els", 1, "Ja. Toen ik vroeg wie de nieuwe planning zag zitten, keek iedereen naar de tafel. Ik denk dat het "
     "komt doordat ik zelf als eerste mijn mening gaf."),
    (3, "Joke", 0, "Wat heb je al geprobeerd, en wat gebeurde er toen?"),
    (4, "Els", 3, "Ik heb een rondje gedaan. Dat werkte niet, want de derde zei al: ik sluit me aan bij de vorige."),
    (5, "Thijs", 4, "Dat herken ik van de afdeling. Bij ons hielp het om eerst te schrijven, omdat niemand dan op een "
     "ander wacht."),
    (6, "Sanne", 5, "Hoe lang schreven jullie dan? En werd het daarna voorgelezen, of hing je het op?"),
    (7, "Thijs", 6, "Vijf minuten, en daarna lazen we elkaars blaadje. Bijvoorbeeld: ik las dat van Joke voor. Zo werd "
     "het gesprek van ons allemaal."),
    (8, "Karim", 2, "Ik vraag me af of stilte hier wel het probleem is. Kan het ook zijn dat mensen nadenken?"),
    (9, "Els", 8, "Zo had ik het nog niet bekeken. Misschien vind ík de stilte moeilijk, en vul ik haar daarom."),
    (10, "Joke", 9, "Dat is een andere vraag dan die waarmee je begon: hoe verdraag ik stilte?"),
    (11, "Els", 10, "Klopt. De vraag achter de vraag is dus: wat heb ik nodig om te wachten?"),
    (12, "Sanne", 11, "Aan de andere kant: in mijn team bleef het ook na tien tellen stil, omdat men bang was dat het "
     "verslag naar de directie ging."),
    (13, "Karim", 12, "Dat is een goed punt. Veiligheid gaat dan voor. Wat stond er in dat verslag?"),
    (14, "Sanne", 13, "Namen. Sinds we zonder namen schrijven wordt er weer gepraat; dat duurde ongeveer een maand."),
    (15, "Thijs", 11, "Ik ben het niet helemaal eens met alleen wachten. Volgens mij moet je ook de vraag kleiner "
     "maken, want 'wat vinden jullie' is te groot."),
    (16, "Els", 15, "Daar heb je gelijk in. Welke vraag zou jij dan stellen?"),
    (17, "Thijs", 16, "Bijvoorbeeld: wat wordt er maandag anders voor jou als deze planning doorgaat?"),
    (18, "Joke", 17, "Mooi. Die vraag kan iedereen beantwoorden, ook wie tegen is."),
    (19, "Els", 0, "Ik ga maandag beginnen met vijf minuten schrijven en de vraag van Thijs. Als ik de stilte wil "
     "vullen, tel ik tot tien. Vrijdag vertel ik hier wat er gebeurde."),
    (20, "Karim", 19, "Ik bel je vrijdag om te horen hoe het ging."),
    (21, "Els", 20, "Het is gelukt! Ik heb twee keer tot tien geteld. Sanne's tip werkte ook: zonder namen in het "
     "verslag praatten er drie mensen die anders zwijgen. Eén vond het schrijven kinderachtig."),
    (22, "Sanne", 21, "Wat neem je mee? Ik neem mee dat een kleinere vraag meer oplevert dan een langere stilte."),
]  # fmt: skip
SHORT = [
    (31, "Joke", 0, "Wie neemt de sleutel mee?"),
    (32, "Karim", 31, "Ik. Ik ben er om half negen."),
]


def wordpress(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        "<title>Teamblog</title><language>nl-NL</language><wp:wxr_version>1.2</wp:wxr_version>" + "".join(items)
    ) + "</channel></rss>"


def post(number: int, title: str, words: str, comments: str = "") -> str:
    return (
        f"<item><title>{escape(title)}</title><link>https://blog.example/?p={number}</link>"
        f"<dc:creator>Els</dc:creator><content:encoded>{escape(words)}</content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{BEGAN:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
        f"<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{comments}</item>"
    )


def comment(number: int, who: str, answers: int, words: str, approved: str = "1") -> str:
    at = BEGAN + timedelta(minutes=47 * number)
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{escape(who)}</wp:comment_author>"
        f"<wp:comment_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
        f"<wp:comment_content>{escape(words)}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>comment</wp:comment_type><wp:comment_parent>{answers}</wp:comment_parent></wp:comment>"
    )


def teamblog() -> str:
    """Three posts: one long conversation with a spam comment, one of two comments, and one nobody answered."""
    opening = (
        "In ons teamoverleg praten steeds dezelfde drie mensen. Ik wil begrijpen waarom het stil wordt, zodat we "
        "besluiten nemen die iedereen draagt. Klaar ben ik als ik weet wat ik maandag anders doe. Wie denkt er mee?"
    )
    spam = comment(40, "Goedkope horloges", 0, "Koop nu horloges voor weinig geld!", approved="spam")
    return wordpress(
        post(101, TITLE, opening, "".join(comment(*one) for one in LONG) + spam),
        post(102, "Teamdag in april", "We beginnen om negen uur.", "".join(comment(*one) for one in SHORT)),
        post(103, "Fijne vakantie", "Tot in mei."),
    )
