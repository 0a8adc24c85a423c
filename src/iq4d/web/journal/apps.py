from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "iq4d.web.journal"

    def ready(self) -> None:
        autodiscover_modules("tasks", "listeners", "personal")
