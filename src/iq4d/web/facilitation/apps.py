from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    name = "iq4d.web.facilitation"

    def ready(self) -> None:
        from iq4d.web.dialogues.queries import reads_along
        from iq4d.web.dialogues.slots import DIALOGUE_FOOT, DIALOGUE_HEAD, DIALOGUE_LEAD, links_under
        from iq4d.web.facilitation import queries, slots
        from iq4d.web.facilitation.merging import bring_words
        from iq4d.web.people.actions import merging

        DIALOGUE_HEAD.add("facilitation/waiting.html", slots.words_waiting)
        DIALOGUE_FOOT.add("facilitation/who_sees.html", slots.who_sees)
        DIALOGUE_LEAD.add("facilitation/to_console.html", slots.to_console)
        reads_along.append(queries.along)
        links_under.append(slots.to_authors)
        merging.append(bring_words)
