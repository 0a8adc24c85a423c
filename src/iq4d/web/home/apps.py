from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "iq4d.web.home"
