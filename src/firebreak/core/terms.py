"""Which nouns does Firebreak speak of? Every stage takes and gives the values on this page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Sentiment(StrEnum):
    """Tone towards the watched brand, worst first: the order of every array of three."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Emotion(StrEnum):
    """The seven emotions of a reading, in the order of every array of seven."""

    ANGER = "anger"
    DISAPPOINTMENT = "disappointment"
    GRIEVANCE = "grievance"
    FEAR = "fear"
    DISGUST = "disgust"
    MOCKERY = "mockery"
    JOY = "joy"


class Category(StrEnum):
    """What a post is about, gravest first: with several, the first in this order is the primary one."""

    PRODUCT_SAFETY = "product_safety"
    PRIVACY_LEAK = "privacy_leak"
    HARASSMENT = "harassment"
    STAFF_CONDUCT = "staff_conduct"
    MISINFORMATION = "misinformation"
    COMPLIANCE = "compliance"
    ETHICS = "ethics"
    PRODUCT_DEFECT = "product_defect"
    DELIVERY = "delivery"
    PRICE_REFUND = "price_refund"
    SERVICE = "service"
    PRAISE = "praise"
    QUESTION = "question"
    OTHER = "other"

    @property
    def is_complaint(self) -> bool:
        return self not in (Category.PRAISE, Category.QUESTION, Category.OTHER)


class Severity(StrEnum):
    """One scale for the whole product; S1 is worst. `floor` is the least score (0–100) of the level."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"

    @property
    def rank(self) -> int:
        return int(self.value[1])

    @property
    def floor(self) -> int:
        return {"S1": 75, "S2": 50, "S3": 25, "S4": 0}[self.value]

    @property
    def ceiling(self) -> int:
        """The highest whole score of the level."""
        return {"S1": 100, "S2": 74, "S3": 49, "S4": 24}[self.value]

    def is_worse_than(self, other: "Severity") -> bool:
        return self.rank < other.rank

    def bound(self, score: float) -> float:
        """Give the score of this level that is nearest to `score`."""
        return min(max(score, self.floor), self.ceiling)

    @classmethod
    def of_score(cls, score: float) -> "Severity":
        """Give the level of a score in [0, 100]."""
        return next(level for level in cls if score >= level.floor)

    @classmethod
    def worst(cls, *levels: "Severity") -> "Severity":
        return min(levels, key=lambda level: level.rank)


class WatchKind(StrEnum):
    """What a watch listens for."""

    BRAND = "brand"
    PRODUCT = "product"
    PERSON = "person"
    COMPETITOR = "competitor"
    CONTROVERSY = "controversy"
    INDUSTRY = "industry"
    CAMPAIGN = "campaign"

    @property
    def is_own(self) -> bool:
        """Sentiment is read towards the brand when one of these is in the post."""
        return self in (WatchKind.BRAND, WatchKind.PRODUCT, WatchKind.PERSON, WatchKind.CAMPAIGN)


class PostKind(StrEnum):
    POST = "post"
    COMMENT = "comment"
    RESHARE = "reshare"
    REVIEW = "review"
    NEWS = "news"
    MESSAGE = "message"


class Signal(StrEnum):
    """Why an alert was raised."""

    HARD_RULE = "hard_rule"
    STORY_GROWTH = "story_growth"
    NEGATIVE_VOLUME = "negative_volume"
    VOLUME = "volume"
    NEGATIVE_SHARE = "negative_share"
    SLOW_CLIMB = "slow_climb"
    DROP = "drop"
    SOURCE_SILENT = "source_silent"


class Phase(StrEnum):
    """Where an incident stands: 偵測 → 研判 → 回應 → 補救 → 觀察 → 檢討結案."""

    DETECT = "detect"
    TRIAGE = "triage"
    RESPOND = "respond"
    REMEDY = "remedy"
    WATCH = "watch"
    CLOSED = "closed"


class Role(StrEnum):
    """What a person is to a brand."""

    VIEWER = "viewer"
    CS_AGENT = "cs_agent"
    AGENCY_LEAD = "agency_lead"
    BRAND_PR = "brand_pr"
    LEGAL = "legal"
    EXECUTIVE = "executive"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Act(StrEnum):
    """What a role may do to a brand's records."""

    READ = "read"
    TRIAGE = "triage"  # correct a reading, merge and split stories, capture evidence
    ALERT = "alert"  # acknowledge, snooze and close alerts
    INCIDENT = "incident"  # open, move, assign, change severity, log progress
    OVERRIDE = "override"  # skip a step of the lifecycle, lower a machine severity
    UNMASK = "unmask"  # see personal data and search in it
    EXPORT = "export"
    AUDIT = "audit"  # read the audit trail
    CONFIGURE = "configure"  # sources, watches, routing
    ADMINISTER = "administer"  # people, roles, engagements
    ERASE = "erase"  # forget a mention because somebody with a right to it asks
    APPROVE = "approve"  # settle facts, let somebody else's words go out or send them back


@dataclass(frozen=True, slots=True)
class Author:
    id: str = ""
    name: str = ""
    followers: int | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Engagement:
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    views: int | None = None


@dataclass(frozen=True, slots=True)
class Media:
    type: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One public utterance as published. `published_at` is aware; `raw` keeps keys that the contract does not know."""

    id: str
    source: str
    text: str
    published_at: datetime
    title: str = ""
    channel: str = ""
    kind: PostKind = PostKind.POST
    url: str = ""
    author: Author = Author()
    parent_id: str = ""
    reshare_of: str = ""
    rating: float | None = None
    engagement: Engagement = Engagement()
    media: tuple[Media, ...] = ()
    lang: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watch:
    """A named thing to listen for: any of the plain terms, none of the others, or a boolean query."""

    name: str
    kind: WatchKind
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    query: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a post as published: code points [start, end) of `field`, which is "text" or "title"."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class About:
    """One watch found in a post, where, and the tone towards it."""

    watch: str
    kind: WatchKind
    term: str
    span: Span
    sentiment: Sentiment


@dataclass(frozen=True, slots=True)
class Pii:
    """Personal data in a post: `kind` is phone, email, national_id, card, line_id, plate, order_no or address."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable claim; `status` is unverified until a person says otherwise."""

    text: str
    span: Span
    status: str = "unverified"


@dataclass(frozen=True, slots=True)
class Weight:
    """One contribution to a head's score, pointing at the words that made it; the words of a head add up."""

    head: str
    span: Span | None
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What one post says: the contract's reading. Probabilities, emotions and the like are in [0, 1]."""

    id: str
    lang: str
    about: tuple[About, ...]
    sentiment: Sentiment
    sentiment_p: tuple[float, float, float]  # in the order of Sentiment
    emotions: Mapping[Emotion, float]
    intensity: float
    sensational: float
    category: Category
    categories: Mapping[Category, float]
    evidence: tuple[str, ...]
    urgent: bool
    reasons: tuple[str, ...]
    pii: tuple[Pii, ...]
    abuse: float
    claims: tuple[Claim, ...]
    confidence: float
    uncertain: bool
    copy_key: str
    copy_of: str = ""
    copy_similarity: float | None = None
    why: tuple[Weight, ...] = ()

    @property
    def score(self) -> float:
        """p(positive) − p(negative), in [−1, 1]."""
        return self.sentiment_p[2] - self.sentiment_p[0]


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation: `points` of all reasons add up to the score. `facts` fill the sentence of `code`."""

    code: str
    points: float
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What severity is judged from: counts of a story at one moment. Times are durations, counts are ≥ 0."""

    posts: int
    negative: int
    urgent: int
    last_hour: int
    hour_before: int
    usual_per_hour: float  # the brand's own expectation of posts per hour at this time
    authors: int
    followers: int  # sum over distinct authors, unknown counted as 0
    top_followers: int  # of the most followed author
    interactions: int  # likes + comments + shares
    shares: int  # shares, and posts that are reshares
    sources: int
    news: int
    intensity: float  # mean of negative posts, [0, 1]
    category: Category
    serious: bool  # bodily harm, danger, leak … (a reason of urgency)
    evidence: bool  # photo, video, screenshot or document with a complaint
    serious_with_evidence: bool  # both in the same post: hard rule R1.25
    harms: tuple[str, ...] = ()  # what the posts of the hard rule tell of: their serious reasons, in order
    floors: tuple[str, ...] = ()  # the rules of harm that hold, by name: each sets a least level


@dataclass(frozen=True, slots=True)
class Assessment:
    """How bad a story is. `speed`, `reach`, `harm` are 0–5; `score` is 0–100 and the sum of the reasons' points."""

    severity: Severity
    score: float
    speed: int
    reach: int
    harm: int
    reasons: tuple[Reason, ...]
    hard_rule: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """The level that a person gave a story, and what the machine said of it then: `score` (0–100) and `harms`.

    It holds until something graver comes than the person saw; `lapsed`, it is the least level only.
    """

    severity: Severity
    score: float
    harms: frozenset[str] = frozenset()
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """What is normal here and now: expected count and the band [low, high] in which it should lie."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alert before it has a record: `key` names story and episode, so that one matter alerts once.

    `window`: how long back the posts were counted that raised it; None where no count did.
    """

    key: str
    signal: Signal
    severity: Severity | None
    reasons: tuple[Reason, ...]
    range: Range | None = None
    observed: float | None = None
    window: timedelta | None = None
