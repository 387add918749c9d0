"""How does a post become an alert? Listen → understand → assess → alert, as four calls; only this page joins stages."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from firebreak.core.alert import rule
from firebreak.core.assess import severity, story
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Alarm, Assessment, Post, Severity, StoryFacts
from firebreak.core.text.batch import Heard, fold_posts
from firebreak.core.understand import understand
from firebreak.core.understand.model import Model
from firebreak.core.understand.reading import Readings
