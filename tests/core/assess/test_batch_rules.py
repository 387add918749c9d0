"""How near is near? Each rule of story building from both sides of its limit, on posts made to measure."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from firebreak.core.assess.batch import NOWHERE, Batch, Placement, StoryRules
from firebreak.core.assess.book import WIDTH, Book
from firebreak.core.assess.gather import pulling
from firebreak.core.assess.story import empty_book, place
from firebreak.core.terms import Category

ORDER = list(Category)
SAFETY, SERVICE, PRAISE, QUESTION, OTHER = (
    Category.PRODUCT_SAFETY, Category.SERVICE, Category.PRAISE, Category.QUESTION, Category.OTHER,
)  # fmt: skip
CALM = StoryRules(pull=0.0)
STUBBORN = StoryRules(pull=0.0, grave=0.99, complaint=0.99, other_kind=0.99)
RNG = np.random.default_rng(11)


def made(
    vectors: list[dict[int, float]],
    kinds: list[Category],
    *,
    hours: list[float] | None = None,
    signatures: np.ndarray | None = None,
) -> Batch:
    """Make posts from features; who complains by category is negative."""
    size = len(kinds)
    values = [value for row in vectors for value in row.values()]
    columns = [column for row in vectors for column in row]
    starts = np.cumsum([0, *map(len, vectors)])
    return Batch(
        refs=np.arange(size),
        features=csr_array((np.array(values, np.float32), np.array(columns, np.int32), starts), (size, WIDTH)),
        signatures=RNG.integers(1, 2**32, (size, 64), np.uint32) if signatures is None else signatures,
        copies=np.arange(1, size + 1, dtype=np.uint64),
        published=1e9 + 3600 * np.array(hours or [0.001 * at for at in range(size)]),
        category=np.array([ORDER.index(kind) for kind in kinds], np.int32),
        negative=np.array([kind.is_complaint for kind in kinds]),
        urgent=np.zeros(size, bool),
        news=np.zeros(size, bool),
        foreign=np.zeros(size, bool),
    )


def pair(cosine: float) -> list[dict[int, float]]:
    return [{0: 1.0}, {0: cosine, 1: math.sqrt(1 - cosine**2)}]


def spoken_pair(cosine: float) -> list[dict[int, float]]:
    """Make a pair that is so alike when the word that the first one spoke weighs less than one nobody spoke."""
    tangent = math.sqrt(1 / cosine**2 - 1) * (1 - 1 / 17) ** 3
    return pair(1 / math.sqrt(1 + tangent**2))


def together(batch: Batch, rules: StoryRules = CALM) -> bool:
    _, found = place(empty_book(), batch, rules)
    return bool(found.cluster[0] == found.cluster[1])


@pytest.mark.parametrize(
    ("first", "second", "need"),
    [
        (SAFETY, SAFETY, 0.06),  # one grave matter
        (SERVICE, SERVICE, 0.06),  # one ordinary matter
        (SAFETY, SERVICE, 0.12),  # two matters
        (SERVICE, QUESTION, 0.06),  # a question beside a complaint
        (OTHER, OTHER, 0.12),  # nobody complains
        (SERVICE, PRAISE, 0.3),  # praise does not belong to a complaint
    ],
)
def test_a_post_belongs_from_so_near_on(first: Category, second: Category, need: float) -> None:
    assert together(made(spoken_pair(need * 1.02), [first, second]))
    assert not together(made(spoken_pair(need * 0.98), [first, second]))


def test_urgent_praise_is_no_complaint_and_an_urgent_matter_is_one_in_any_tone() -> None:
    posts = made(pair(0.9) + pair(0.9), [SAFETY, SAFETY, PRAISE, QUESTION])
    urgent = replace(posts, negative=np.zeros(4, bool), urgent=np.array([True, False, True, True]))

    assert urgent.complains.tolist() == [True, False, False, False]


@pytest.mark.parametrize(("kind", "hours"), [(SERVICE, 168.0), (OTHER, 48.0)])
def test_a_story_waits_for_days_and_no_longer(kind: Category, hours: float) -> None:
    assert together(made(pair(0.9), [kind, kind], hours=[0, hours]))
    assert not together(made(pair(0.9), [kind, kind], hours=[0, hours + 0.1]))


def copies(shared: int) -> np.ndarray:
    """Make two signatures with so many of 64 values in common."""
    both = RNG.integers(1, 2**32, (2, 64), np.uint32)
    both[1, :shared] = both[0, :shared]
    return both


@pytest.mark.parametrize(
    ("hours", "shared", "expected"),
    [(336.0, 64, True), (336.1, 64, False), (100.0, 45, True), (100.0, 44, False)],  # 45 of 64 is seven in ten
)
def test_a_near_copy_comes_back_for_two_weeks(hours: float, shared: int, expected: bool) -> None:
    posts = made([{0: 1.0}] * 2, [PRAISE] * 2, hours=[0, hours], signatures=copies(shared))

    assert together(posts, CALM) is expected


@pytest.mark.parametrize(("likeness", "expected"), [(0.63, 1), (0.61, 2)])
def test_two_stories_are_one_from_so_alike_on(likeness: float, expected: int) -> None:
    shared, alone = (1 - 2 / 18) ** 3, (1 - 1 / 18) ** 3  # what both speak of weighs less than what one does
    tangent = math.sqrt(1 / likeness**2 - 1) * shared / alone
    posts = made(pair(1 / math.sqrt(1 + tangent**2)), [SERVICE, SERVICE])

    book, _ = place(empty_book(), posts, STUBBORN)

    assert len(book) == expected


@pytest.mark.parametrize(("kind", "gone"), [(SERVICE, (1,)), (OTHER, ())])
def test_four_hundred_of_a_kind_are_kept(kind: Category, gone: tuple[int, ...]) -> None:
    book, found = place(empty_book(), made([{at: 1.0} for at in range(401)], [kind] * 401))

    assert len(book) == 400
    assert found.retired == gone


def one_matter(posts: int, hours: list[float] | None = None) -> Book:
    return place(empty_book(), made([{0: 1.0}] * posts, [SERVICE] * posts, hours=hours))[0]


def test_after_sixty_four_posts_the_older_ones_fade() -> None:
    assert one_matter(64).mass.tolist() == one_matter(65).mass.tolist() == [64]


def test_heat_halves_in_three_hours() -> None:
    assert one_matter(2, hours=[0, 3]).heat.tolist() == pytest.approx([1.5])


def test_a_storm_pulls_by_the_logarithm_of_its_heat() -> None:
    calm, storm = (pulling(np.array([heat]), np.zeros(1), StoryRules())[0] for heat in (1.0, 1e6))

    assert calm == pytest.approx(1 + 1.5 * 0.5 * math.log(2), rel=1e-4)
    assert storm == 4.0


def test_who_complains_says_it_in_tone_and_in_matter() -> None:
    kinds = [SERVICE, SERVICE, PRAISE, PRAISE]
    posts = made([{0: 1.0}] * 4, kinds)
    posts.negative[:] = [True, False, True, False]

    assert posts.complains.tolist() == [True, False, False, False]
    posts.urgent[:] = True
    assert posts.complains.tolist() == [True, True, False, False]


def test_some_posts_of_a_batch_keep_their_columns() -> None:
    posts = made([{at: 1.0} for at in range(4)], [SERVICE, PRAISE, OTHER, SAFETY])

    some = posts.cut(slice(1, 3))

    assert (len(some), some.refs.tolist(), some.parents) == (2, [1, 2], None)
    assert some.features.indices.tolist() == [1, 2]


def test_a_placement_tells_stories_from_seeds() -> None:
    found = Placement(np.array([4, 1, -2, NOWHERE]), merged=((3, 2),))

    assert found.story.tolist() == [4, 1, -1, -1]
    assert found.touched == (1, 2, 4)
