"""What do reports of the staff add to what stands below? That a mention which was one takes its words along."""

from django.apps import AppConfig


class Staff(AppConfig):
    name = "firebreak.console.staff"

    def ready(self) -> None:
        """Erase the words of a report with the mention that it became."""
        from firebreak.console.respond import erasing
        from firebreak.console.staff import forgetting

        erasing.ON_REQUEST.append(forgetting.forget_with_post)
