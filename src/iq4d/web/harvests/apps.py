from django.apps import AppConfig


class HarvestsConfig(AppConfig):
    name = "iq4d.web.harvests"

    def ready(self) -> None:
        from iq4d.web.harvests.merging import bring_harvests
        from iq4d.web.people.actions import merging

        merging.append(bring_harvests)
