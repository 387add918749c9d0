"""Is a headline that cries told from one that tells?"""

from firebreak import knowledge
from firebreak.core.listen import Matcher, listen
from firebreak.core.understand import understand
from tests.core.understand.headlines import PLAIN, SENSATIONAL
from tests.core.understand.test_reading_posts import post

HALF = 0.5


def cries(headlines: tuple[str, ...]) -> int:
    """Count the headlines that are read as sensational."""
    posts = [post("", title=one, id=str(number)) for number, one in enumerate(headlines)]
    return int((understand(posts, listen(posts, Matcher([])), knowledge.model()).sensational >= HALF).sum())


def test_a_headline_that_is_called_sensational_nearly_always_is() -> None:
    """R1.10: precision at least 0.8 on headlines written by hand, a third of the plain ones with the same words."""
    right, wrong = cries(SENSATIONAL), cries(PLAIN)

    assert right / (right + wrong) >= 0.8
    assert right >= 0.4 * len(SENSATIONAL)
