from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "iq4d.web.notices"

    def ready(self) -> None:
        from iq4d.web.dialogues.queries import reads_along
        from iq4d.web.dialogues.slots import DIALOGUE_FOOT, DIALOGUE_HEAD
        from iq4d.web.notices.merging import bring_look_backs
        from iq4d.web.notices.queries import along, follow_part
        from iq4d.web.notices.slots import look_back
        from iq4d.web.people.actions import merging

        DIALOGUE_HEAD.add("notices/look_back.html", look_back)
        DIALOGUE_FOOT.add("notices/follow.html", follow_part)
        reads_along.append(along)
        merging.append(bring_look_backs)
