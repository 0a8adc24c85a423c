"""The product's settings as the tests use them: a folder of their own, fast passwords, no mail sent."""

import os
import tempfile

os.environ["IQ4D_TESTING"] = "1"
os.environ.setdefault("IQ4D_DATA_DIR", tempfile.mkdtemp(prefix="iq4d-tests-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's own loop runs beside the live server

from iq4d.web.settings import *  # noqa: F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - whitenoise warns of a missing folder
# Each browser of a test has a server of its own, and each would look for all the static files there are as it starts.
WHITENOISE_AUTOREFRESH = True
