"""Which posts must not come in again? Those erased on request, known only by a keyed digest of what they were."""

import hashlib
import hmac
from collections.abc import Iterable

from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import key
from firebreak.console.listen.models import Forgotten, Post

Identity = tuple[str, str]  # source and the source's own id


def digest_of(brand: Brand, identity: Identity) -> str:
    """Give 64 hex digits from which nobody without the key learns which post it was."""
    words = "\n".join(("forgotten", str(brand.pk), *identity)).encode()
    return hmac.new(key(), words, hashlib.sha256).hexdigest()


def remember_forgotten(post: Post) -> None:
    """Let a post that is about to be erased never come in again, whichever way it is told."""
    Forgotten.objects.get_or_create(brand=post.brand, digest=digest_of(post.brand, (post.source, post.external_id)))


def forgotten_among(brand: Brand, identities: Iterable[Identity]) -> set[Identity]:
    """Give those of many posts that must stay forgotten."""
    digests = set(Forgotten.objects.filter(brand=brand).values_list("digest", flat=True))
    return {one for one in identities if digest_of(brand, one) in digests} if digests else set()
