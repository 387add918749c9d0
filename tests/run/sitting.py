"""Signs a person of a home in, and prints the key of the session.

python tests/run/sitting.py EMAIL
"""

import os
import sys

import django


def main(email: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "firebreak.console.settings"
    django.setup()
    from firebreak.console.govern.models import Person
    from tests.service import session_of

    print(session_of(Person.objects.get(email=email)))


if __name__ == "__main__":
    sys.path.insert(0, ".")
    main(sys.argv[1])
