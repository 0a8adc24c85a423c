from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "iq4d.web.ui"
