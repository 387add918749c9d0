import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak.core.text.copies import bands, copy_keys, estimate
from firebreak.core.text.grams import topics
from tests.core.text.plain import batch, jaccard, signatures

TEXTS = st.lists(st.text(max_size=60), min_size=1, max_size=8)


def test_copies_in_another_script_and_width_share_their_key() -> None:
    keys = copy_keys(batch("晨間奶茶喝到ＡＢＣ", " 晨间奶茶喝到abc ", "晨間奶茶喝到ABD"))

    assert keys[0] == keys[1]
    assert keys[0] != keys[2]


def test_similarity_ignores_space_and_punctuation() -> None:
    assert jaccard("今天喝了奶茶，拉肚子！", "今天 喝了奶茶 拉肚子") == 1.0
    assert jaccard("今天喝了奶茶", "完全不同的話題") == 0.0
    assert jaccard("", "") == 0.0


def test_signatures_estimate_similarity_without_bias() -> None:
    rng = np.random.default_rng(5)
    alphabet = "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動"
    errors = []
    for _ in range(60):
        one = "".join(rng.choice(list(alphabet), 80))
        other = one[: int(rng.integers(10, 80))] + "".join(rng.choice(list(alphabet), 20))
        first, second = signatures(batch(one, other))
        errors.append(float(estimate(first, second)) - jaccard(one, other))

    assert abs(np.mean(errors)) < 0.03
    assert np.std(errors) < 0.09


def test_near_copies_meet_in_a_band() -> None:
    text = "昨天在門市買的鮮奶喝完全家都拉肚子，打電話過去客服說他們查不到，請大家小心不要再買了"
    keys = bands(signatures(batch(text, text + " 轉", "另外一件完全無關的事情")))

    assert (keys[0] == keys[1]).any()
    assert not (keys[0] == keys[2]).any()


@settings(deadline=None)
@given(TEXTS)
def test_a_batch_gives_what_each_post_alone_gives(texts: list[str]) -> None:
    together, alone = batch(*texts), [batch(text) for text in texts]

    assert (signatures(together) == np.concatenate([signatures(one) for one in alone])).all()
    assert (copy_keys(together) == np.concatenate([copy_keys(one) for one in alone])).all()


@settings(deadline=None)
@given(TEXTS)
def test_topic_rows_have_length_one_or_none(texts: list[str]) -> None:
    folded = batch(*texts)

    found = topics(folded, folded.codes > 0x60, np.ones(1 << 14, dtype=np.float32))

    lengths = np.sqrt(found.multiply(found).sum(axis=1))
    assert (np.isclose(lengths, 1, atol=1e-4) | (lengths == 0)).all()
