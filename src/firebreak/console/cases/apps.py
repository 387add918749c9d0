"""What does making good add to what stands below it? A part of the room, what is still owed, and what is forgotten."""

from django.apps import AppConfig


class Cases(AppConfig):
    name = "firebreak.console.cases"

    def ready(self) -> None:
        """Show cases in the room, let an incident wait for its remedies, and forget a person with their mention."""
        from firebreak.console.cases import forgetting, owed, tab
        from firebreak.console.respond import erasing, remedies, tabs

        tabs.TABS.append(tab.REMEDY)
        remedies.COUNTS.append(owed.count_owed)
        erasing.ON_REQUEST.append(forgetting.forget_with_post)
