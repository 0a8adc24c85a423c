"""The addresses of a demo, for tests with `urls` set to this module."""

from iq4d.web.urls import handler400, handler403, handler404, handler500, patterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = patterns(demo=True)
