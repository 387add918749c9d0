"""Who plays in the tests? Alice owns, Bob helps, Carol watches; Trent, Eve and Mallory must see nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from firebreak.console.govern.models import Assignment, Brand, Engagement, Organisation, Person
from firebreak.core.govern.role import AGENCY_ACTS, TABLE
from firebreak.core.terms import Role

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cast:
    """Six people around one brand; `others_brand` is Mallory's."""

    brand: Brand
    others_brand: Brand
    agency: Organisation
    alice: Person
    bob: Person
    carol: Person
    trent: Person
    eve: Person
    mallory: Person

    @property
    def outsiders(self) -> dict[str, Person]:
        return {"Trent": self.trent, "Eve": self.eve, "Mallory": self.mallory}


def person(name: str, house: Organisation) -> Person:
    return Person.objects.create_user(email=f"{name.lower()}@{house.slug}.example", name=name, organisation=house)


def engage(brand: Brand, agency: Organisation, *, at: datetime, ends: datetime | None = None) -> Engagement:
    """Let an agency in for all that an agency may do, with the NDA signed."""
    return Engagement.objects.create(
        brand=brand,
        agency=agency,
        scopes=sorted(act.value for act in AGENCY_ACTS),
        nda_signed_at=at - 30 * DAY,
        starts=at - 30 * DAY,
        ends=ends,
    )


def cast_at(at: datetime) -> Cast:
    """Put the cast on the stage at `at`."""
    house = Organisation.objects.create(name="明泉生活", slug="spring-house")
    other = Organisation.objects.create(name="別家公司", slug="other-house")
    agency = Organisation.objects.create(name="聽潮顧問", slug="tide", kind=Organisation.Kind.AGENCY)
    former = Organisation.objects.create(name="前任顧問", slug="former", kind=Organisation.Kind.AGENCY)
    brand = Brand.objects.create(organisation=house, name="明泉", slug="spring")
    others_brand = Brand.objects.create(organisation=other, name="別家", slug="other")
    engage(brand, agency, at=at)
    engage(brand, former, at=at, ends=at - DAY)
    players = Cast(
        brand=brand,
        others_brand=others_brand,
        agency=agency,
        alice=person("Alice", house),
        bob=person("Bob", agency),
        carol=person("Carol", house),
        trent=person("Trent", agency),
        eve=person("Eve", former),
        mallory=person("Mallory", other),
    )
    roles = ((players.alice, Role.BRAND_PR), (players.bob, Role.AGENCY_LEAD), (players.carol, Role.VIEWER))
    for who, role in (*roles, (players.eve, Role.AGENCY_LEAD)):
        Assignment.objects.create(person=who, brand=brand, role=role.value)
    Assignment.objects.create(person=players.mallory, brand=others_brand, role=Role.BRAND_PR.value)
    come_in(players.alice, players.bob, players.carol, at=at)
    return players


def come_in(*people: Person, at: datetime) -> None:
    """Let people have signed in once, so that a call reaches them."""
    for one in people:
        one.last_login = at
        one.save(update_fields=["last_login"])


def one_of_each_role(brand: Brand) -> dict[Role, Person]:
    """Give the brand's own house a person in every role."""
    found = {}
    for role in TABLE:
        found[role] = person(f"Role-{role.value}", brand.organisation)
        Assignment.objects.create(person=found[role], brand=brand, role=role.value)
    return found
