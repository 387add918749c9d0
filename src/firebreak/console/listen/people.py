"""Who speaks? One rule for all that count people: alarms, rules of harm and reach."""

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Concat

ACCOUNT, NAME, NOBODY = (Value(f"\t{kind}\t") for kind in ("account", "name", "post"))

# A person is an account, or else a name, of one source; of a post that names nobody, somebody else each time.
PERSON = Case(
    When(~Q(author_id=""), then=Concat("source", ACCOUNT, "author_id")),
    When(~Q(author_name=""), then=Concat("source", NAME, "author_name")),
    default=Concat("source", NOBODY, "external_id"),
)


def same_person(source: str, account: str, name: str) -> Q | None:
    """Match the posts of one person; None where nobody is named."""
    if account:
        return Q(source=source, author_id=account)
    return Q(source=source, author_id="", author_name=name) if name else None
