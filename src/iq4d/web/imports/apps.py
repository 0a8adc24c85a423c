from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "iq4d.web.imports"

    def ready(self) -> None:
        from iq4d.web.circles.rules import may_import
        from iq4d.web.circles.slots import CIRCLE_ACTIONS, CIRCLE_PAGE
        from iq4d.web.imports.queries import imports_in

        CIRCLE_ACTIONS.add("imports/action.html", lambda person, circle, role: circle if may_import(role) else None)
        CIRCLE_PAGE.add("imports/in_circle.html", lambda person, circle, role: list(imports_in(person, circle)) or None)
