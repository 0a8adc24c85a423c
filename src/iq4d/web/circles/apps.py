from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "iq4d.web.circles"

    def ready(self) -> None:
        from iq4d.web.circles.actions import bring_places
        from iq4d.web.circles.queries import shares_a_circle
        from iq4d.web.people import actions, queries

        queries.shares_a_circle.append(shares_a_circle)
        actions.merging.append(bring_places)
