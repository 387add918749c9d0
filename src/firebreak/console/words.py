"""Which words does a person read for our codes? One place for nouns and reasons; the catalogue translates."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console.words_of_actions import ACTIONS as ACTIONS

SENTIMENTS = {"negative": _("Negative"), "neutral": _("Neutral"), "positive": _("Positive")}
EMOTIONS = {
    "anger": _("Anger"),
    "disappointment": _("Disappointment"),
    "grievance": _("Grievance"),
    "fear": _("Fear"),
    "disgust": _("Disgust"),
    "mockery": _("Mockery"),
    "joy": _("Joy"),
}
CATEGORIES = {
    "product_safety": _("Product safety"),
    "privacy_leak": _("Privacy leak"),
    "harassment": _("Harassment"),
    "staff_conduct": _("Staff conduct"),
    "misinformation": _("Misinformation claim"),
    "compliance": _("Compliance"),
    "ethics": _("Corporate ethics"),
    "product_defect": _("Product defect"),
    "delivery": _("Delivery"),
    "price_refund": _("Price and refund"),
    "service": _("Service complaint"),
    "praise": _("Praise"),
    "question": _("Question"),
    "other": pgettext_lazy("category", "Other"),
}
SEVERITIES = {"S1": _("Critical"), "S2": _("High"), "S3": _("Medium"), "S4": _("Low")}
SIGNALS = {
    "hard_rule": _("Hard rule"),
    "story_growth": _("Story growth"),
    "negative_volume": _("Negative volume"),
    "volume": _("Volume"),
    "negative_share": _("Negative share"),
    "slow_climb": _("Slow climb"),
    "drop": _("Drop"),
    "source_silent": _("Source silent"),
}
PHASES = {
    "detect": pgettext_lazy("phase", "Detect"),
    "triage": pgettext_lazy("phase", "Triage"),
    "respond": pgettext_lazy("phase", "Respond"),
    "remedy": pgettext_lazy("phase", "Remedy"),
    "watch": pgettext_lazy("phase", "Watch"),
    "closed": pgettext_lazy("phase", "Review and close"),
}
ROLES = {
    "viewer": _("Viewer"),
    "cs_agent": _("Customer service"),
    "agency_lead": _("Agency lead"),
    "brand_pr": _("Brand PR"),
    "legal": _("Legal"),
    "executive": _("Executive"),
    "auditor": _("Auditor"),
    "admin": _("Administrator"),
}
EXPERTISE = {
    "counsel": _("Outside counsel"),
    "lab": _("Laboratory"),
    "pr": _("PR adviser"),
    "other": _("Other expert"),
}
ACTS = {
    "read": _("Read"),
    "triage": pgettext_lazy("act", "Triage mentions"),
    "alert": _("Answer alerts"),
    "incident": _("Work on incidents"),
    "override": _("Override with a reason"),
    "unmask": _("See personal data"),
    "export": _("Export"),
    "audit": _("Read the audit log"),
    "configure": _("Set up sources and watches"),
    "administer": _("Administer people"),
    "erase": _("Erase mentions on request"),
    "approve": _("Confirm facts and approve texts"),
}
WATCH_KINDS = {
    "brand": _("Brand"),
    "product": _("Product"),
    "person": _("Person"),
    "competitor": _("Competitor"),
    "controversy": _("Controversy"),
    "industry": _("Industry"),
    "campaign": _("Campaign"),
}
PLATFORMS = {
    "ptt": "PTT",
    "dcard": "Dcard",
    "threads": "Threads",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "google_maps": _("Google reviews"),
    "youtube": "YouTube",
    "news": _("News"),
    "line": "LINE",
    "staff": _("Report of the staff"),
}
SOURCE_KINDS = {"rss": pgettext_lazy("source", "Feed"), "webhook": "Webhook", "upload": _("Imported file")}
BRANCHES = {
    "design": pgettext_lazy("cause", "Design"),
    "process": pgettext_lazy("cause", "Process"),
    "training": pgettext_lazy("cause", "Training"),
    "supplier": pgettext_lazy("cause", "Supplier"),
    "communication": pgettext_lazy("cause", "Communication"),
}

POSTURES: dict[str, Any] = {
    "rebuild": _("Apologise and put right"),
    "diminish": _("Explain what led to it"),
    "deny": _("Put a falsehood right"),
    "inform": _("Inform"),
}
ELEMENTS: dict[str, Any] = {
    "detection": _("Detection of the crisis"),
    "duties": _("Who does what"),
    "channels": _("Channels of communication"),
    "steps": _("Steps of the response"),
    "review": _("Review and improvement"),
}
LACKS: dict[str, Any] = {
    "signs": _("fewer than two signs by which it is known"),
    "assess_step": _("no step that judges it"),
    "owner_step": _("no step that names who leads"),
    "legal_seat": _("no seat for counsel"),
    "both_sides": _("brand and agency do not both have a part"),
    "resources": _("nobody and nothing to call upon"),
    "channels": _("fewer than three channels"),
    "template": _("no text to begin with"),
    "respond_phase": _("no step in the response"),
    "remedy_phase": _("no step that makes good"),
    "grave_limits": _("a step without a limit at S1 or S2"),
    "never": _("nothing said of what not to do"),
    "watch_step": _("no step that watches for a relapse"),
    "review_step": _("no review"),
}
PLAN_TEXTS: dict[str, Any] = {
    "holding": pgettext_lazy("text of a plan", "First public reply"),
    "full_update": pgettext_lazy("text of a plan", "Full public update"),
    "service_reply": pgettext_lazy("text of a plan", "Reply to who was served badly"),
    "stop_use": pgettext_lazy("text of a plan", "Stop using it"),
    "apology": pgettext_lazy("text of a plan", "Apology"),
    "delay": pgettext_lazy("text of a plan", "Delay and outage"),
    "exchange": pgettext_lazy("text of a plan", "Exchange and return"),
    "clarification": pgettext_lazy("text of a plan", "Putting a falsehood right"),
    "position": pgettext_lazy("text of a plan", "Position of the company"),
    "support": pgettext_lazy("text of a plan", "Standing by who was harassed"),
    "compliance": pgettext_lazy("text of a plan", "Answer to a finding"),
    "leak_notice": pgettext_lazy("text of a plan", "Notice of a leak"),
    "recall": pgettext_lazy("text of a plan", "Recall"),
    "commitment": pgettext_lazy("text of a plan", "What will change"),
}
PLAN_FIELDS: dict[str, Any] = {
    "code": _("Code"),
    "version": _("Version"),
    "name": _("Name"),
    "categories": _("Taken for these categories"),
    "cues": _("Words that choose it"),
    "with": _("Builds on"),
    "laws": _("Legal clocks and duties"),
    "signs": _("Signs by which it is known"),
    "channels": _("Who is told, and how"),
    "resources": _("Have at hand"),
    "never": _("Never"),
    "tasks": _("Steps"),
    "order": _("Order of the steps"),
    "phase": _("Phase"),
    "do": _("What to do"),
    "how": pgettext_lazy("step", "How"),
    "who": _("Duties (RACI)"),
    "A": _("Accountable (A)"),
    "R": _("Responsible (R)"),
    "C": _("Consulted (C)"),
    "I": _("Informed (I)"),
    "due": _("Limit"),
    "gate": _("Cannot be left out"),
    "template": _("Text to begin with"),
    "law": _("Legal clock"),
    "zh": _("in Chinese"),
    "en": _("in English"),
    "reason": _("Reason"),
    "file": _("File"),
    "text": _("Plan as YAML"),
}
FLAWS: dict[str, Any] = {
    "official_tone": _("Official tone"),
    "blame_shifting": _("Shifts the blame"),
    "arguing": _("Argues"),
    "mockery": _("Mocks or belittles"),
    "cold": _("Lacks empathy"),
    "evasion": _("Evades"),
    "conditional_apology": _("Conditional apology"),
    "threat": _("Threatens"),
    "pii_exposure": _("Exposes personal data"),
    "overpromise": _("Promise that nobody can keep"),
    "unverified_cause": _("Cause not confirmed"),
    "undisclosed_promotion": _("Interest not disclosed"),
    "boilerplate": _("Canned words"),
    "missing_acknowledgement": _("Missing: that we have heard"),
    "missing_apology": _("Missing: apology"),
    "missing_facts": _("Missing: what happened"),
    "missing_solution": _("Missing: what we do for them"),
    "missing_prevention": _("Missing: how it will not happen again"),
    "missing_contact": _("Missing: contact or next update"),
}

CHANNELS: dict[str, Any] = {
    "website": _("Website"),
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "line": "LINE",
    "ptt": "PTT",
    "dcard": "Dcard",
    "google_maps": _("Google reviews"),
    "press": _("Press release"),
    "mail": pgettext_lazy("channel", "Mail"),
    "script": _("Agent script"),
}
AUDIENCES: dict[str, Any] = {
    "public": _("The public"),
    "customer": _("Customers"),
    "media": _("The media"),
    "staff": _("Our own people"),
    "authority": _("The authorities"),
}
DRAFT_KINDS: dict[str, Any] = {
    "holding": _("First response"),
    "statement": _("Public statement"),
    "press": _("Press release"),
    "letter": _("Letter to customers"),
    "reply": _("Reply to one person"),
}
FACTS: dict[str, Any] = {
    "batch": _("Batch"),
    "time": _("When it happened"),
    "place": _("Where it happened"),
    "scope": _("Who or what is affected"),
    "cause": _("Cause"),
    "remedy": _("Remedy"),
    "contact": pgettext_lazy("fact", "Contact"),
    "next_update": _("Next update"),
}
TEMPLATE_PARTS: dict[str, Any] = {
    "headline": _("Headline"),
    "opening": _("Greeting"),
    "know": _("What we know"),
    "now": _("What we do now"),
    "next": _("When we speak again"),
    "closing": pgettext_lazy("letter", "Closing words"),
    "signed": _("Signature"),
}
REMOVALS: dict[str, Any] = {
    "report": _("Report it to the platform"),
    "hide": _("Hide it"),
    "block": _("Block its author"),
    "other": _("Something that is not done here"),
}
MODERATION_GROUNDS: dict[str, Any] = {
    "spam": _("Spam"),
    "scam": _("Scam"),
    "personal_data": _("Somebody's personal data"),
    "threat": _("Threat to a person"),
    "sexual_image": _("Sexual images"),
    "illegal": _("Trade in what is forbidden"),
    "flood": _("The same again and again by one account"),
    "other": _("A reason that is none"),
}
MODERATION_STATES: dict[str, Any] = {
    "asked": _("Waits for a second person"),
    "refused": _("Refused"),
    "allowed": pgettext_lazy("moderation", "Confirmed"),
    "declined": _("Declined"),
    "undone": _("Undone"),
}
REFUSALS: dict[str, tuple[Any, Any]] = {
    "no_such_act": (
        _("Nothing is ever deleted here, and nothing else is done to the words of others."),
        _("Answer the mention, or report it where it breaks the rules of its platform."),
    ),
    "no_such_ground": (
        _("This is no ground. That it is negative, unfair or bad for us never is."),
        _("Answer the mention; a ground stands in the closed list."),
    ),
    "criticism": (
        _("This is criticism, or its words do not show the ground. Criticism is never hidden."),
        _("Answer it: say that you have heard it, what you do, and when you speak again."),
    ),
    "no_evidence": (_("There is no evidence of it."), _("Capture the mention first.")),
    "own_request": (_("Nobody confirms their own request."), _("Ask somebody else who may.")),
    "not_yours": (_("It is not for your role to confirm this."), _("Ask the agency's lead, brand PR or legal.")),
}
APPROVAL_REASONS: dict[str, Any] = {
    "channel": _("because of the channel"),
    "audience": _("because of the audience"),
    "money": _("because of the sum promised"),
    "legal": _("because it speaks of law"),
    "health": _("because it speaks of health"),
    "ready": _("because it goes out alone later"),
}
FACT_STATUSES: dict[str, Any] = {
    "unverified": _("Not verified"),
    "checking": _("Being checked"),
    "confirmed": pgettext_lazy("fact", "Confirmed"),
    "refuted": _("Refuted"),
}
