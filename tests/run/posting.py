"""Sets the stage for a sending that will be killed: an approved text that waits to go out.

python tests/run/posting.py KIND ADDRESS
"""

import os
import sys

import django


def main(kind: str, address: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "firebreak.console.settings"
    django.setup()
    from firebreak.console import clock
    from firebreak.console.access import take_seat
    from firebreak.console.respond.send.asking import ask_to_send
    from tests.cast import cast_at
    from tests.contracts.site import PASSWORD, SECRET, USER
    from tests.records import incident, outlet, statement
    from tests.run.test_outbox import GOOD

    at = clock.now()
    cast = cast_at(at)
    given = {"user": USER, "secret": PASSWORD} if kind == "wordpress" else {"secret": SECRET}
    outlet(cast.brand, by=cast.alice, at=at, kind=kind, address=address, **given)
    text = statement(incident(cast.brand, at=at, severity="S4"), GOOD, by=cast.alice, at=at)
    seat = take_seat(cast.alice, cast.brand.slug, at=at)
    ask_to_send(seat=seat, statement=text, version=0, reason="顧客在等")


if __name__ == "__main__":
    sys.path.insert(0, ".")
    main(*sys.argv[1:])
