"""Which language is this: English, Dutch, another one, or too short to tell. By function words, without a model.

Function words are a tenth of a language's words and half of its running text, so that one or two sentences are
enough. Lists of neighbouring languages stand beside ours only as a contrast: German is not called Dutch because
German scores higher, not because some threshold was tuned. Why not a package: docs/decisions/0004.
"""

from __future__ import annotations

from collections.abc import Iterable

from iq4d.measures.language.words import tokens

__all__ = ["OURS", "guess", "guess_many"]

OURS = ("en", "nl")
ENOUGH_WORDS = 3
FULL_SAMPLE = 500  # words; more text does not change the answer

_FUNCTION_WORDS = {
    "en": """the and of to is that it for you was on are as with they be at this have from or had by but what not we
        can your when there do how if will up about out them then she many some so these would her him into has
        could my than been who now did get may it's i'm don't i i'd i'll could should any does where which why please
        me there's what's that's let's tell an much want need like today tomorrow just our us were because think""",
    "nl": """de het een en van ik te dat die is in je niet zijn op aan met als voor er maar om hem dan zou of wat
        mijn men dit zo door over ze bij ook tot uit der naar kan geen zich heb heeft hij werd wordt nog wil wel
        hun hier waar waarom welke wie hoe wij we jij jullie mij me moet moeten kunnen zal zullen heb hebben gaan
        gaat ga meer deze dus want omdat toch eens even al iets iemand niemand veel vandaag morgen graag zou zouden
        ons onze u uw dat's zo'n 't 'n doe doen laat weer volgende komende mag vanavond alle voeg toe zet speel""",
    "de": """der die das und ist nicht ein eine einen einem einer ich du er sie es wir ihr mit auf für von zu dem den
        des im auch sich wie aber oder wenn noch nur nach bei aus dass daß war sind haben hat wird kann schon sehr mir
        mich dir was wer warum welche über unter heute morgen bitte kein keine mein meine dein ihre zum zur am als""",
    "fr": """le la les de des du un une et est que qui dans pour pas sur ce il elle je tu nous vous ils ne se au aux
        avec son sa ses mais ou où par plus c'est j'ai l'on d'un d'une qu'il cette ces mon ma mes leur être avoir fait
        comme si quoi pourquoi comment aujourd'hui demain très tout""",
    "es": """el la los las de que y en un una es por con no se su para al lo como más pero sus le ya o este sí porque
        esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos yo tú usted qué cómo hoy
        mañana del está son tiene""",
    "it": """il lo la gli le di che e un una è per con non si su come più ma sono nel della dei delle del al questo
        questa anche ho hai ha io tu noi voi perché cosa quando oggi domani molto""",
    "af": """die en van 'n het is nie in te om dat vir met hy sy wat was op ek jy ons julle hulle aan ook sal kan word
        deur maar so as by na daar baie moet wees gaan hierdie my jou toe uit oor haar sê vandag môre asseblief nou
        hoe waar wanneer hulle""",
    "da": """og i at det en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham
        hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når
        jeg hvordan hvorfor dag""",
    "sv": """och i att det en den till är som på de med han av för inte var mig sig men ett har om vi min hade hon nu
        över då från du ut sin dem oss upp man hans eller vad ska själv här alla vill blev kunde in när jag hur
        varför idag""",
}
# Dutch shares 'die', 'is', 'in' with its neighbours: a word counts less the more languages claim it.
_WORDS: dict[str, dict[str, float]] = {}
for _language, _list in _FUNCTION_WORDS.items():
    for _word in _list.split():
        _WORDS.setdefault(_word, {})[_language] = 1.0
for _claims in _WORDS.values():
    for _language in _claims:
        _claims[_language] = 1.0 / len(_claims)


def guess(text: str) -> str | None:
    """ "en", "nl", "other", or None where the text is too short or holds no word that tells.

    >>> guess("What do you want to do about it?"), guess("Wat wil je er zelf aan doen?")
    ('en', 'nl')
    >>> guess("Was willst du denn dagegen machen, und warum nicht heute?"), guess("ok 👍")
    ('other', None)
    """
    return guess_many([text])


def guess_many(texts: Iterable[str]) -> str | None:
    """The same for the contributions of one conversation, of which the first 500 words are looked at."""
    seen, votes = 0, dict.fromkeys(_FUNCTION_WORDS, 0.0)
    for text in texts:
        for word in tokens(text):
            seen += 1
            for language, weight in _WORDS.get(word, {}).items():
                votes[language] += weight
        if seen >= FULL_SAMPLE:
            break
    first, second = sorted(votes.items(), key=lambda item: -item[1])[:2]
    if seen < ENOUGH_WORDS or first[1] <= second[1]:
        # other alphabets have none of these words, and a lot of text
        return "other" if seen >= 40 and not first[1] else None
    if seen >= 40 and first[1] / seen < 0.08:
        return "other"  # a few chance hits in long text: none of the languages listed
    return first[0] if first[0] in OURS else "other"
