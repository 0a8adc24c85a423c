from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "iq4d.web.imports"

    def ready(self) -> None:
        from iq4d.web.circles.rules import may_import
        from iq4d.web.circles.slots import CIRCLE_PAGE
        from iq4d.web.imports.queries import imports_in

        def fill(person, circle, role):  # type: ignore[no-untyped-def]
            return {"imports": list(imports_in(person, circle)), "circle": circle} if may_import(role) else None

        CIRCLE_PAGE.add("imports/in_circle.html", fill)
