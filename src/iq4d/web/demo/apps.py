from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "iq4d.web.demo"
