"""Where does the web server enter? Event streams need ASGI."""

import os
import warnings

import django
from django.urls import get_resolver

from firebreak.console.crew import Application
from firebreak.console.learn.public.door import Door
from firebreak.console.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firebreak.console.settings")


def allow_small_files() -> None:
    """Let the static files through without a warning: each is read at once, and the largest has some 50 kB."""
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


allow_small_files()
django.setup(set_prefix=False)
application = Door(Application())
len(get_resolver().url_patterns)  # all pages are here before the first is asked for
settle()
