"""What does the media desk add to what stands below it? A part of the room, deadlines, and texts that are held."""

from django.apps import AppConfig


class Media(AppConfig):
    name = "firebreak.console.media"

    def ready(self) -> None:
        """Show enquiries in the room, keep what was given, hold what is under an embargo, forget words with others."""
        from firebreak.console.media import calling, embargoes, keeping, tab
        from firebreak.console.respond import dues, tabs
        from firebreak.console.respond.speak import forgetting, publishing, texts

        tabs.TABS.append(tab.MEDIA)
        dues.ASKED.append(calling.dues_of_press)
        publishing.HELD.append(embargoes.held_until)
        texts.KEPT.append(keeping.was_given)
        forgetting.ALSO.append(keeping.written_in)
