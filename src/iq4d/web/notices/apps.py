from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "iq4d.web.notices"

    def ready(self) -> None:
        from iq4d.web.dialogues.queries import reads_along
        from iq4d.web.dialogues.slots import DIALOGUE_FOOT
        from iq4d.web.notices.queries import along, follow_part

        DIALOGUE_FOOT.add("notices/follow.html", follow_part)
        reads_along.append(along)
