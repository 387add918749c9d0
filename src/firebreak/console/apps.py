"""Which configuration mistakes does `firebreak check` name?"""

from django.apps import AppConfig


class Console(AppConfig):
    name = "firebreak.console"
    label = "console"
