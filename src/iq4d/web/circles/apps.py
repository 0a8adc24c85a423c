from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "iq4d.web.circles"

    def ready(self) -> None:
        from iq4d.web.circles.queries import shares_a_circle
        from iq4d.web.people import queries

        queries.shares_a_circle.append(shares_a_circle)
