"""What does the response add to what stands below it? Who sees an incident of a brand without a seat there."""

from django.apps import AppConfig


class Respond(AppConfig):
    name = "firebreak.console.respond"

    def ready(self) -> None:
        """Let nobody renew the password of an expert whom another brand called in."""
        from firebreak.console.govern import reach
        from firebreak.console.respond.expert import records

        reach.ALSO.append(records.called_elsewhere)
