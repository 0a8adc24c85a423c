"""Sixty people of a learning network, invented for the tests: who is what, from where, and when they are free."""

from __future__ import annotations

NAMES = """
Ada Bob Carla Dirk Eefje Femke Gijs Hanna Ilse Joost Karim Lotte Maarten Nadia Olivier Petra Quinten Rosa Sjoerd Tess
Umut Vera Wouter Xenia Youssef Zoë Anouk Bram Chantal Daan Esra Floris Greet Hugo Imane Jelle Kim Lars Mila Noor Omar
Pien Ruben Sanne Thijs Ulrike Vincent Wendy Yara Zeger Amira Bas Cato Dewi Emre Fatma Guus Henk Iris Jos
""".split()  # noqa: SIM905
ROLES = ("teacher", "nurse", "manager", "trainer", "researcher")
FIELDS = ("care", "education", "housing", "water")
LANGUAGES = ("nl", "nl|en", "en|nl|fr", "nl|en", "nl", "nl|en", "en")
FREE = (
    "Europe/Amsterdam mo 9-12, tu 13-17",
    "Europe/Amsterdam mo-we 9-11",
    "Europe/Amsterdam tu 13-16, th 9-12",
    "Europe/London mo 9-12, tu 12-15",
    "",
    "Europe/Amsterdam mo, tu 9-17",
    "Africa/Nairobi mo 10-13, tu 14-18",
)


def sixty() -> str:
    """As a CSV file: name, role, field, years, gender, language, free."""
    lines = ["name,role,field,years,gender,language,free"]
    for n, name in enumerate(NAMES):
        role = "facilitator" if n % 5 == 0 else ROLES[n * 7 % 5]
        field = FIELDS[(n * n + n // 7) % 4]
        years = "" if n % 17 == 3 else str((n * 11) % 31)
        gender = ("woman", "man", "woman")[n % 3]
        language = LANGUAGES[n % 7]
        lines.append(f'{name},{role},{field},{years},{gender},{language},"{FREE[n * 3 % 7]}"')
    return "\n".join(lines) + "\n"
