from django.apps import AppConfig


class BigScreenConfig(AppConfig):
    name = "iq4d.web.bigscreen"

    def ready(self) -> None:
        from iq4d.web.bigscreen.slots import to_screen_around, to_screen_now
        from iq4d.web.dialogues.slots import DIALOGUE_HEAD, DIALOGUE_LEAD

        DIALOGUE_HEAD.add("bigscreen/to_screen_now.html", to_screen_now)
        DIALOGUE_LEAD.add("bigscreen/to_screen_around.html", to_screen_around)
