"""What does learning add to what stands below it? A part of the room, what the end asks for, evidence, and erasing."""

from django.apps import AppConfig


class Learn(AppConfig):
    name = "firebreak.console.learn"

    def ready(self) -> None:
        """Show causes and actions in the room, let the end wait for them, take them along, and erase words in them."""
        from firebreak.console.learn import closing, lesson, tab, told
        from firebreak.console.learn.cost.tab import COST
        from firebreak.console.learn.effect.tab import EFFECT
        from firebreak.console.learn.public import room
        from firebreak.console.respond import ending, tabs
        from firebreak.console.respond.evidence import services as evidence
        from firebreak.console.respond.speak import forgetting

        tabs.TABS.extend((EFFECT, tab.LEARN, COST, room.PUBLIC))
        ending.ASKED.append(closing.facts_of_end)
        ending.ENDED.append(lesson.into_register)
        evidence.ALSO["review.json"] = told.review_of
        forgetting.ALSO.append(told.written_in)
