"""Sets the stage for a collect that will be killed: a brand that listens, a feed that is due, and a webhook.

python tests/run/staging.py ADDRESS_OF_THE_FEED
"""

import os
import sys

import django


def main(address: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "firebreak.console.settings"
    django.setup()
    from firebreak.console import clock
    from firebreak.console.listen.models import Source
    from firebreak.console.listen.services import ensure_source
    from firebreak.run.setup import ready_brand
    from tests.posts import listening

    brand, at = ready_brand(brand="明泉", watch=None), clock.now()
    hook = listening(brand, at=at, key="hook", kind="webhook")
    feed = ensure_source(brand=brand, key="feed", kind="rss", at=at)
    config = {"url": address, "source": "feed"}
    Source.objects.filter(pk=feed.pk).update(config=config, every_seconds=1, next_at=at)
    print(hook.pk)


if __name__ == "__main__":
    sys.path.insert(0, ".")
    main(sys.argv[1])
