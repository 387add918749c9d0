"""Which sentence says each reason of a judgement? Codes come from the core, facts fill the sentence."""

from django.utils.functional import Promise

REASONS: dict[str, Promise] = {}
