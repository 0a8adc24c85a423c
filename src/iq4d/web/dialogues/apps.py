from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    name = "iq4d.web.dialogues"

    def ready(self) -> None:
        from iq4d.web.circles.slots import CIRCLE_ACTIONS, CIRCLE_PAGE
        from iq4d.web.dialogues.actions.merging import become
        from iq4d.web.dialogues.own_methods.rules import may_load
        from iq4d.web.dialogues.queries import shares_a_dialogue
        from iq4d.web.dialogues.slots import in_circle
        from iq4d.web.people import queries as people
        from iq4d.web.people.actions import merging

        CIRCLE_ACTIONS.add("dialogues/start_here.html", lambda person, circle, role: circle)
        CIRCLE_ACTIONS.add(
            "dialogues/own_methods/action.html", lambda person, circle, role: circle if may_load(role) else None
        )
        CIRCLE_PAGE.add("dialogues/in_circle.html", in_circle)
        people.shares_a_circle.append(shares_a_dialogue)
        merging.append(become)
