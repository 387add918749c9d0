"""How is the shipped reader made? `python -m training.build` writes knowledge/models/reading.npz, the same every time.

Two steps. Teachers: plain logistic heads over grams, learnt from large sets (stars, abuse, weak complaint labels,
fact-checked titles). Pupil: all heads of the reading, learnt from the posts written for the purpose out of grams,
cues and the teachers' opinions. Everything is linear, so the teachers dissolve into one matrix.
"""

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from firebreak.core.terms import Category, Emotion, Sentiment
from firebreak.core.text.batch import fold_posts
from firebreak.core.text.copies import counted
from firebreak.core.text.grams import NOTHING, TOPIC_BITS, topic_columns
from firebreak.core.understand.model import ABUSE, CATEGORIES, EMOTIONS, HEADS, SENSATIONAL, SENTIMENT, TONE, URGENT
from training.data import hear_brand, post_of, rows, written
from training.features import Features, cue_names, features, stack
from training.fit import Array, binary, softmax

TARGET = Path(__file__).parents[1] / "src/firebreak/knowledge/models/reading.npz"
SEED = 20261120
STARS_EACH = 170_000  # reviews of each side that teach the tone
SHOPS = 600  # reviews of each side among the pupil's lessons, which keep it honest about shops
TONE_SHOPS = 4_000  # reviews of each side that teach the tone where nobody is named
WEAK = 30_000
FELT = 20_000
GRAM, TONE_GRAM, CUE, TEACHER = 0.08, 0.15, 1.5, 0.5  # penalties, chosen on the dev split
EVENLY = 0.4  # how far rare classes are lifted
WEAK_LABELS = {
    "food_safety": Category.PRODUCT_SAFETY, "hygiene_environment": Category.PRODUCT_SAFETY,
    "product_quality": Category.PRODUCT_DEFECT, "staff_service": Category.SERVICE, "waiting_process": Category.SERVICE,
    "price_refund": Category.PRICE_REFUND, "delivery": Category.DELIVERY, "misleading_claims": Category.COMPLIANCE,
}  # fmt: skip
SENSATIONAL_CUES = {
    "clickbait": 2.4, "many_exclamations": 1.2, "exclamation": 0.5, "loud": 0.5, "panic": 0.8, "spread": 0.5,
}  # fmt: skip
SENSATIONAL_BIAS = -3.2
COMMON = 0.05  # share of posts from which a two-character word tells nothing

Teachers = dict[str, tuple[Array, float]]


def stars(each: int, *, skip: int = 0) -> tuple[list[str], npt.NDArray[np.bool_]]:
    """Draw reviews of one or two and of four or five stars, as many of each, and say which are good."""
    found = [(row["text"], int(row["stars"])) for row in rows("reviews_tw/train") if row["stars"] != "3"]
    random.Random(SEED).shuffle(found)
    bad = [text for text, given in found if given < 3][skip : skip + each]
    good = [text for text, given in found if given > 3][skip : skip + each]
    return bad + good, np.arange(len(bad) + len(good)) >= len(bad)


def texts(name: str, *, most: int | None = None) -> list[Mapping[str, str]]:
    found = list(rows(name))
    random.Random(SEED).shuffle(found)
    return found[:most]


def teach() -> tuple[Teachers, Features]:
    """Fit the teachers; give them, and the reviews' features for whoever needs more of them."""
    said, good = stars(STARS_EACH)
    reviews = features([post_of(text) for text in said])
    teachers: Teachers = {"stars": binary(reviews.grams, good, penalty=0.15, steps=60)}
    weak = texts("complaints_tw/weak_train", most=WEAK)
    seen = features([post_of(row["text"]) for row in weak]).grams
    labels = [set(row["weak_labels"].split("|")) - {""} for row in weak]
    for label in sorted(set().union(*labels)):
        teachers[f"weak:{label}"] = binary(seen, np.array([label in one for one in labels]), penalty=1.0, steps=30)
    titles = texts("rumour_tw/titles_train")
    forwarded = features([post_of(row["text"]) for row in titles]).grams
    teachers["rumour"] = binary(forwarded, np.array([row["label"] == "RUMOR" for row in titles]), penalty=1.0, steps=30)
    return teachers, reviews


def complaints(most: int) -> tuple[list[str], list[Category]]:
    """Draw low-star reviews that carry one weak label and that no teacher has seen, with the category it stands for."""
    labelled = [(row["text"], row["weak_labels"]) for row in texts("complaints_tw/weak_train")[WEAK:]]
    plain = [(text, WEAK_LABELS[label]) for text, label in labelled if label in WEAK_LABELS][:most]
    return [text for text, _ in plain], [category for _, category in plain]


def opinions(teachers: Teachers, seen: Features) -> Array:
    """Give what each teacher thinks of posts: (n, teachers) log odds."""
    return np.stack([seen.grams @ weights + bias for weights, bias in teachers.values()], axis=1)


class Weights:
    """The matrix that grows: weights (2^BITS, heads), cue weights (columns, heads) and bias (heads,)."""

    def __init__(self) -> None:
        self.grams = np.zeros((NOTHING, len(HEADS)))
        self.cues = np.zeros((len(cue_names()), len(HEADS)))
        self.bias = np.zeros(len(HEADS))


def learn(into: Weights, teachers: Teachers) -> None:
    """Fit sentiment towards the brand, category and urgency on the written posts and some reviews."""
    examples = written("train")
    posts = [one.post for one in examples]
    blamed, blame = complaints(SHOPS)
    praised = stars(SHOPS, skip=STARS_EACH)[0][-SHOPS:]
    shops = [post_of(text) for text in blamed + praised]
    # Every written post twice, with its brand heard and with nobody named: a category must not hang on a watch.
    seen = stack([features(posts, hear_brand(examples)), features(posts), features(shops)])
    tones = [list(Sentiment).index(Sentiment(one.sentiment)) for one in examples] * 2
    tones += [0] * len(blamed) + [2] * len(praised)
    kinds = [list(Category).index(Category(one.category)) for one in examples] * 2
    kinds += [list(Category).index(one) for one in blame] + [list(Category).index(Category.PRAISE)] * len(praised)
    haste = [int(one.urgent) for one in examples] * 2
    tasks = ((tones, SENTIMENT), (kinds, CATEGORIES), (haste, slice(URGENT, URGENT + 1)))
    fit_heads(into, teachers, seen, tasks, gram=GRAM)


def learn_tone(into: Weights, teachers: Teachers) -> None:
    """Fit the tone of words where nobody is named, on reviews and on written posts that say what they feel."""
    outspoken = [one for one in written("train") if one.is_outspoken]
    said, good = stars(TONE_SHOPS, skip=STARS_EACH)
    seen = stack([features([one.post for one in outspoken]), features([post_of(text) for text in said])])
    tones = [list(Sentiment).index(Sentiment(one.sentiment)) for one in outspoken] + [2 * int(one) for one in good]
    fit_heads(into, teachers, seen, ((tones, TONE),), gram=TONE_GRAM)


def fit_heads(
    into: Weights, teachers: Teachers, seen: Features, tasks: Sequence[tuple[Sequence[int], slice]], *, gram: float
) -> None:
    """Fit heads on features and opinions, and dissolve the teachers; a truth may leave out the last rows."""
    told = opinions(teachers, seen)
    middle, width = told.mean(axis=0), told.std(axis=0)
    parts = (seen.grams / np.sqrt(gram), seen.cues / np.sqrt(CUE), (told - middle) / width / np.sqrt(TEACHER))
    points = sparse.hstack(list(map(sparse.csr_matrix, parts)), format="csr", dtype=np.float32)
    for truth, heads in tasks:
        classes = max(heads.stop - heads.start, 2)
        weights, bias = softmax(points[: len(truth)], np.array(truth), classes, evenly=EVENLY)
        if heads.stop - heads.start == 1:
            weights, bias = weights[:, 1:] - weights[:, :1], bias[1:] - bias[:1]
        grams, cues, trust = np.split(weights, [NOTHING, NOTHING + seen.cues.shape[1]])
        into.grams[:, heads] = grams / np.sqrt(gram)
        into.cues[:, heads] = cues / np.sqrt(CUE)
        into.bias[heads] = bias
        for (taught, base), share, mean, spread in zip(
            teachers.values(), trust / np.sqrt(TEACHER), middle, width, strict=True
        ):
            into.grams[:, heads] += np.outer(taught, share / spread)
            into.bias[heads] += share * (base - mean) / spread


def learn_abuse(into: Weights) -> None:
    """Fit abuse on labelled posts, with the written ones to say that a complaint is none."""
    marked = texts("abuse_cn/train")
    examples = written("train")
    seen = stack([
        features([post_of(row["text"]) for row in marked]),
        features([one.post for one in examples], hear_brand(examples)),
    ])  # fmt: skip
    truth = [row["offensive"] == "1" for row in marked] + [one.category == "harassment" for one in examples]
    into.grams[:, ABUSE], into.bias[ABUSE] = binary(seen.grams, np.array(truth), penalty=0.3)


def learn_feelings(into: Weights, reviews: Features) -> None:
    """Fit each emotion on the company that its cue words keep in reviews; the words themselves count besides."""
    half = len(reviews.cues) // 2
    some = reviews[np.r_[0 : FELT // 2, half : half + FELT // 2]]
    names = cue_names()
    for place, emotion in enumerate(Emotion):
        column = names.index(emotion.value)
        shown = some.cues[:, column] > 0
        weights, bias = binary(some.grams, shown, penalty=4.0, steps=25)
        into.grams[:, EMOTIONS.start + place] = weights * 0.6
        into.cues[column, EMOTIONS.start + place] = 2.0
        into.bias[EMOTIONS.start + place] = min(bias, -1.5)


def set_sensational(into: Weights) -> None:
    names = cue_names()
    for name, weight in SENSATIONAL_CUES.items():
        into.cues[names.index(name), SENSATIONAL] = weight
    into.bias[SENSATIONAL] = SENSATIONAL_BIAS


def rarity(said: Sequence[str]) -> npt.NDArray[np.float16]:
    """Give the inverse document frequency of two-character words, 0 for the commonest."""
    folded = fold_posts([post_of(text) for text in said])
    columns, real = topic_columns(folded.codes, counted()[folded.codes])
    post = folded.slot_of(np.arange(len(folded.codes)))[real] // 2
    pairs = np.unique(post * (1 << TOPIC_BITS) + columns[real])
    seen = np.bincount(pairs % (1 << TOPIC_BITS), minlength=1 << TOPIC_BITS)
    idf = np.log(len(said) / (1 + seen))
    return np.where(seen > COMMON * len(said), 0, idf / idf.max()).astype(np.float16)


def topics_seen() -> list[str]:
    said, _ = stars(6_000)
    for name in ("titles_train", "replies"):
        said += [row["text"] for row in texts(f"rumour_tw/{name}", most=10_000)]
    return said + [one.post.title + one.post.text for one in written("train")]


def pack(made: Weights, idf: npt.NDArray[np.float16]) -> dict[str, Any]:
    """Give the arrays to be stored; weights keep a byte, finer near zero."""
    scale = np.abs(made.grams).max(axis=0).astype(np.float32)
    scale[scale == 0] = 1
    values = np.rint(127 * np.sign(made.grams) * np.sqrt(np.abs(made.grams) / scale)).astype(np.int8)
    kept = np.flatnonzero(values.any(axis=1)).astype(np.int32)
    parts: dict[str, Any] = {
        "rows": kept,
        "values": values[kept],
        "scale": scale,
        "cues": np.array(json.dumps(cue_names())),
        "cue_weights": made.cues.astype(np.float32),
        "bias": made.bias.astype(np.float32),
        "idf": idf,
    }
    digest = hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts.values()))
    return {**parts, "version": np.array(digest.hexdigest()[:12])}


def main() -> None:
    start = perf_counter()
    made = Weights()
    teachers, reviews = teach()
    print(f"{len(teachers)} teachers in {perf_counter() - start:.0f} s", flush=True)
    learn(made, teachers)
    learn_tone(made, teachers)
    learn_abuse(made)
    learn_feelings(made, reviews)
    set_sensational(made)
    parts = pack(made, rarity(topics_seen()))
    np.savez_compressed(TARGET, **parts)
    print(f"{TARGET.name} {parts['version']}: {TARGET.stat().st_size / 1e6:.1f} MB in {perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
