from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "iq4d.web.people"
