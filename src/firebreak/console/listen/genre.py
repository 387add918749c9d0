"""What sort of place does a feed come from, and which kind of post do its items count as?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import pgettext_lazy

from firebreak.core.terms import PostKind

NEWS, FORUM, BLOG, REVIEW, EMPLOYER, SOCIAL = "news", "forum", "blog", "review", "employer", "social"
NAMES = {
    NEWS: pgettext_lazy("sort of feed", "News"),
    FORUM: pgettext_lazy("sort of feed", "Forum"),
    BLOG: pgettext_lazy("sort of feed", "Blog"),
    REVIEW: pgettext_lazy("sort of feed", "Reviews"),
    EMPLOYER: pgettext_lazy("sort of feed", "Employer reviews"),
    SOCIAL: pgettext_lazy("sort of feed", "Social network"),
}
KINDS = {
    NEWS: PostKind.NEWS,
    FORUM: PostKind.POST,
    BLOG: PostKind.POST,
    REVIEW: PostKind.REVIEW,
    EMPLOYER: PostKind.REVIEW,
    SOCIAL: PostKind.POST,
}
HOSTS = {  # by the end of the host's name
    FORUM: ("ptt.cc", "dcard.tw", "mobile01.com", "gamer.com.tw", "komica.org", "reddit.com", "lihkg.com", "disp.cc"),
    BLOG: ("pixnet.net", "medium.com", "blogspot.com", "wordpress.com", "vocus.cc", "matters.town", "substack.com"),
    REVIEW: ("tripadvisor.com", "tripadvisor.com.tw", "ifoodie.tw", "trustpilot.com", "yelp.com", "openrice.com"),
    EMPLOYER: ("qollie.com", "goodjob.life", "interview.tw", "salary.tw", "glassdoor.com", "indeed.com"),
    SOCIAL: ("facebook.com", "instagram.com", "threads.net", "threads.com", "plurk.com", "x.com", "twitter.com",
             "youtube.com", "bsky.app", "mastodon.social"),
}  # fmt: skip
WORDS = {FORUM: ("forum", "bbs", "discuss", "board"), BLOG: ("blog",), REVIEW: ("review",)}  # as a part of host or path


def guess(url: str) -> str:
    """Say by its address what sort of place a feed comes from; what nothing is known of counts as news.

    >>> guess("https://www.ptt.cc/atom/Food.xml"), guess("https://forum.example/rss"), guess("https://news.example/")
    ('forum', 'forum', 'news')
    """
    parts = urlsplit(url.strip().lower())
    host = parts.hostname or ""
    for genre, ends in HOSTS.items():
        if any(host == end or host.endswith(f".{end}") for end in ends):
            return genre
    pieces = {*host.split("."), *parts.path.split("/")}
    for genre, words in WORDS.items():
        if pieces & {*words, *(f"{word}s" for word in words)}:
            return genre
    return NEWS


def settings_of(genre: str, url: str) -> dict[str, str]:
    """Give what a feed's settings say of it: its sort, chosen or else guessed, and the kind of its posts."""
    sort = genre or guess(url)
    return {"genre": sort, "kind": KINDS[sort].value}


def genre_of(config: Mapping[str, Any]) -> str:
    """Tell of what sort a feed is that is set up so."""
    known = str(config.get("genre", ""))
    return known if known in NAMES else NEWS
