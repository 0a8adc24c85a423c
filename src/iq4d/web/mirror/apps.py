from django.apps import AppConfig


class MirrorConfig(AppConfig):
    name = "iq4d.web.mirror"

    def ready(self) -> None:
        from iq4d.web.circles.slots import CIRCLE_ACTIONS
        from iq4d.web.dialogues.queries import reads_along
        from iq4d.web.dialogues.slots import DIALOGUE_FOOT, DIALOGUE_HEAD
        from iq4d.web.mirror.merging import bring_own_views, bring_remarks
        from iq4d.web.mirror.own_view import queries as own_view_queries
        from iq4d.web.mirror.queries import along
        from iq4d.web.mirror.slot import foot, head, over_time_foot
        from iq4d.web.people.actions import merging

        CIRCLE_ACTIONS.add("mirror/in_circle_link.html", lambda person, circle, role: circle)
        DIALOGUE_HEAD.add("mirror/in_dialogue.html", head)
        DIALOGUE_FOOT.add("mirror/after_dialogue.html", foot)
        DIALOGUE_FOOT.add("mirror/over_time_after.html", over_time_foot)
        reads_along.extend((along, own_view_queries.along))
        merging.extend((bring_remarks, bring_own_views))
