from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "iq4d.web.reports"

    def ready(self) -> None:
        from iq4d.web.mirror.slots import MIRROR_FOOT
        from iq4d.web.people.actions import merging
        from iq4d.web.reports.merging import bring_answers
        from iq4d.web.reports.slots import after_mirror

        MIRROR_FOOT.add("reports/after_mirror.html", after_mirror)
        merging.append(bring_answers)
