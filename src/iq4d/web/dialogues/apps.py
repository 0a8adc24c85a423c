from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    name = "iq4d.web.dialogues"

    def ready(self) -> None:
        from iq4d.web.circles.slots import CIRCLE_PAGE
        from iq4d.web.dialogues.slots import in_circle

        CIRCLE_PAGE.add("dialogues/in_circle.html", in_circle)
