"""Every sentence has its Dutch, and the tool that says so would notice if one had not."""

import gettext
import subprocess
import sys
from pathlib import Path

import pytest

from house.project import load_tool

ROOT = Path(__file__).parents[2]
messages = load_tool("messages")


@pytest.mark.parametrize("domain", messages.domains(), ids=lambda domain: domain.name)
def test_every_sentence_is_there_in_english_and_dutch(domain):
    assert messages.check(domain) == []


@pytest.fixture
def tree(tmp_path):
    """A small project that says one sentence of each kind."""
    source = {
        "readers/mail.py": (
            "from iq4d.speech import plural, text\n"
            "HELLO = text('Hello {who}.', who='Ada')\n"
            "COUNT = plural('{n} mail', '{n} mails', 2)\n"
        ),
        "measures/questions.py": "from iq4d import speech\nspeech.text('Why is this a question?')\n",
        "web/home/views.py": (
            "from django.utils.translation import gettext as _, pgettext\n"
            "def text(x): return x\n"
            "text('not a sentence')\n"
            "_('Welcome' if 1 else 'Goodbye')\n"
            "pgettext('month', 'May')\n"
        ),
        "web/home/templates/home/page.html": (
            "{% load i18n %}<p>{% translate 'Your circles' %}</p>\n"
            "    {% blocktranslate count n=circles|length trimmed %}\n"
            "      One circle\n    {% plural %}\n      {{ n }} circles\n    {% endblocktranslate %}\n"
            "  {{ name|default:_('nobody') }}"
        ),
    }
    for name, words in source.items():
        path = tmp_path / "src" / "iq4d" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    return tmp_path


def ids(domain):
    return [sentence.id for sentence in messages.extract(domain).found.values()]


def test_sentences_are_found_in_code_and_templates(tree):
    library, web = messages.domains(tree)
    assert ids(library) == ["Why is this a question?", "Hello {who}.", ("{n} mail", "{n} mails")]
    assert ids(web) == ["Your circles", ("One circle", "%(n)s circles"), "nobody", "Welcome", "Goodbye", "May"]


def write_dutch(domain, dutch):
    """Fill in the Dutch as a translator would, in the file."""
    po = domain.po.read_text()
    for english, words in dutch.items():
        assert english in po
        po = po.replace(f'{english}"\nmsgstr ""', f'{english}"\nmsgstr "{words}"')
    domain.po.write_text(po)


def test_the_road_from_a_new_sentence_to_a_good_check(tree):
    library, _web = messages.domains(tree)
    assert any("missing: 'Hello {who}.'" in line for line in messages.check(library))

    messages.update(library)
    assert any("untranslated: 'Hello {who}.'" in line for line in messages.check(library))

    write_dutch(library, {"Hello {who}.": "Dag {wie}.", "Why is this a question?": "Waarom is dit een vraag?"})
    po = library.po.read_text().replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "één mail"\nmsgstr[1] "{n} mails"')
    library.po.write_text(po)
    assert any("placeholders: 'Hello {who}.'" in line for line in messages.check(library))

    library.po.write_text(po.replace("{wie}", "{who}"))
    assert [line for line in messages.check(library) if "stale" not in line] == []
    assert len(messages.check(library)) == 1

    messages.compile_(library)
    assert messages.check(library) == []


def test_a_sentence_that_went_is_named_and_then_dropped_and_the_rest_stays_byte_for_byte(tree):
    library, _web = messages.domains(tree)
    messages.update(library)
    write_dutch(library, {"Hello {who}.": "Dag {who}."})
    before = library.po.read_text()
    (tree / "src/iq4d/measures/questions.py").unlink()
    assert any("obsolete: 'Why is this a question?'" in line for line in messages.check(library))

    messages.update(library)
    assert library.po.read_text() == before.replace(
        '#: measures/questions.py\nmsgid "Why is this a question?"\nmsgstr ""\n\n', ""
    )


def test_a_guess_and_a_built_sentence_are_refused(tree):
    library, _web = messages.domains(tree)
    messages.update(library)
    write_dutch(library, {"Hello {who}.": "Dag {who}."})
    library.po.write_text(library.po.read_text().replace("#: readers", "#, fuzzy\n#: readers", 1))
    (tree / "src/iq4d/readers/zip.py").write_text("from iq4d.speech import text\ntext(f'{1} file')\n")
    found = messages.check(library)
    assert any("fuzzy: 'Hello {who}.'" in line for line in found)
    assert any("not a sentence: readers/zip.py:2" in line for line in found)


def test_a_lone_percent_sign_in_a_sentence_that_is_filled_in_is_refused(tree):
    _library, web = messages.domains(tree)
    page = tree / "src/iq4d/web/home/templates/home/page.html"
    page.write_text("{% load i18n %}{% blocktranslate %}{{ n }} points, 80 % sure{% endblocktranslate %}")
    messages.update(web)
    write_dutch(web, {"%(n)s points, 80 %% sure": "%(n)s punten, 80 % zeker"})
    assert any("placeholders: '%(n)s points" in line for line in messages.check(web))
    web.po.write_text(web.po.read_text().replace("80 % zeker", "80 %% zeker"))
    assert not any("placeholders" in line for line in messages.check(web))


def test_two_compilations_are_the_same_bytes_and_python_reads_them(tree):
    library, _web = messages.domains(tree)
    messages.update(library)
    write_dutch(library, {"Hello {who}.": "Dag {who}."})
    messages.compile_(library)
    first = library.mo.read_bytes()
    messages.compile_(library)
    assert library.mo.read_bytes() == first
    said = gettext.translation("iq4d", library.folder / "locale", languages=["nl"])
    assert said.gettext("Hello {who}.") == "Dag {who}."


def test_the_command_knows_its_verbs():
    command = [sys.executable, str(ROOT / "tools" / "messages.py"), "translate"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
