"""Which configuration mistakes does `firebreak check` name?"""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class Console(AppConfig):
    name = "firebreak.console"
    label = "console"

    def ready(self) -> None:
        """Keep Django from dating sign-ins by real time: the door writes them down by the service's own clock."""
        user_logged_in.disconnect(dispatch_uid="update_last_login")
