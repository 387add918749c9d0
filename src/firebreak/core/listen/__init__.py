"""Who is talked about? Folds a batch of posts and finds every watch in it."""

from collections.abc import Sequence

from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Post
from firebreak.core.text.batch import Heard, fold_posts

__all__ = ["Matcher", "listen"]


def listen(posts: Sequence[Post], matcher: Matcher) -> Heard:
    """Fold the posts and give every place where a watch was heard; the order of the posts is kept."""
    return matcher.find(fold_posts(posts))
