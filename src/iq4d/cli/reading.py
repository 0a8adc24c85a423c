"""`iq4d read`: what is in an export, and what is left out."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from iq4d.cli.asked import conversations, reading_arguments
from iq4d.cli.storing import stores, told, words_to
from iq4d.cli.talking import WrongUsage
from iq4d.speech import text

if TYPE_CHECKING:
    from iq4d.conversation import Conversation

__all__ = ["arguments", "run"]


def arguments(parser: argparse.ArgumentParser) -> None:
    reading_arguments(parser)
    parser.add_argument("--json", action="store_true", help="as JSON, one line a conversation")
    parser.add_argument("--convokit", metavar="FOLDER", help="write them as a ConvoKit corpus")
    parser.add_argument("-o", "--out", metavar="FILE", help="write to a file, which appears when it is complete")


def run(options: argparse.Namespace) -> int:
    """The conversations in exports, one a line: number, contributions, participants, title; as JSON; or as a corpus."""
    if options.convokit is not None:
        if options.json or options.out is not None:
            raise WrongUsage(text("--convokit names its own folder: leave out --out and other forms."))
        return _save(options)
    with (
        words_to(options.out) as file,
        conversations(options, all_skipped=True, whole=stores(options.out)) as found,
    ):
        if not options.json:
            heads = (text("No."), text("Contributions"), text("Participants"), text("Conversation"))
            print("{:>5} {:>13} {:>12}  {}".format(*(head.say(options.language) for head in heads)), file=file)
        for number, one in enumerate(found, 1):
            if options.json:
                listed = {"source": one.source, "reader": one.reader, **_listed(one.conversation)}
                print(json.dumps(listed, ensure_ascii=False), file=file)
            else:
                print(_line(number, one.conversation), file=file)
    return 0


def _line(number: int, conversation: Conversation) -> str:
    from iq4d.measures.telling import one_line

    size = str(len(conversation))
    if conversation.expected not in (None, len(conversation)):
        size += f"/{conversation.expected}"
    title = one_line(conversation.title or conversation.id)
    return f"{number:>5} {size:>13} {len(conversation.speakers):>12}  {title}"


def _listed(conversation: Conversation) -> dict[str, object]:
    return {
        "id": conversation.id,
        "title": conversation.title,
        "contributions": len(conversation),
        "expected": conversation.expected,
        "participants": len(conversation.speakers),
        "language": conversation.language,
        "origin": conversation.origin,
    }


def _save(options: argparse.Namespace) -> int:
    from iq4d.readers import convokit

    with conversations(options, all_skipped=True, whole=True) as found:
        entries = (convokit.Entry(one.conversation, source=one.source) for one in found)
        saved = convokit.save(entries, options.convokit)
    told(saved.conversations, options.convokit, options.language)
    return 0
