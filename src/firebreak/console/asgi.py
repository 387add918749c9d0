"""Where does the web server enter? Event streams need ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firebreak.console.settings")

application = get_asgi_application()
