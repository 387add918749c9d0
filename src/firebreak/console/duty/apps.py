"""What do people on duty add to what stands below? Their parts in a new incident, and a part of its room."""

from django.apps import AppConfig


class Duty(AppConfig):
    name = "firebreak.console.duty"

    def ready(self) -> None:
        """Fill the parts of a new incident from the duty list, show them in its room, and when the brand is told."""
        from firebreak.console.duty import parts, tab, telling
        from firebreak.console.respond import dues, opening, tabs

        opening.OPENED.append(parts.fill_parts)
        tabs.TABS.append(tab.PEOPLE)
        dues.ASKED.append(telling.dues_of_brand)
