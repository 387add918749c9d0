"""What may the votes on drafts learn from? The sentences and drafts that people marked, with the writer of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from scipy import sparse

from firebreak.core.respond.statement.draft import Draft, draft_of
from firebreak.core.respond.statement.judge import counted
from firebreak.core.respond.statement.parts import evident, needed
from firebreak.core.respond.statement.prose import Prose, prose_of
from firebreak.core.respond.statement.rules import ToneRules
from firebreak.core.respond.statement.signs import Keys, Shape, Signs, signs_of
from firebreak.core.respond.statement.voter import spoken
from firebreak.core.text.spans import Pair

WRITTEN = Path(__file__).parent / "drafts"
FAULTS = (
    "conditional_apology", "evasion", "overpromise", "official_tone", "undisclosed_promotion", "unverified_cause",
    "pii_exposure", "mockery", "arguing", "blame_shifting", "threat", "cold",
)  # fmt: skip
PARTS = ("acknowledgement", "apology", "facts", "solution", "prevention", "contact")
CODES = (*FAULTS, *PARTS)
READ = ("lint", "lint_stranger", "lint_duty", "lint_desks", "lint_seven")  # sets of which no part is kept from learning
WITHOUT_PARTS = ("beside",)  # sentences of which only the faults were marked
SAME_WRITER = {"undertones": "duty"}
SEEN = 3  # in how many sentences a feature must be
RARE = 0.5  # scales the rarity of a gram, so that words are louder than cues
Floats = npt.NDArray[np.float32]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A marked draft as lint sees it before it votes."""

    writer: str
    draft: Draft
    prose: Prose
    counts: Marks
    labels: frozenset[str]  # codes, and parts that are missing
    wanted: frozenset[str]  # parts that the kind needs
    evident: Sequence[bool]
    where: Mapping[str, int]  # the sentence of a code, where the mark says so


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Marked sentences, then the sentences of drafts, as rows of `seen` under `keys`."""

    seen: sparse.csr_matrix
    keys: Keys
    rare: Floats
    marks: Marks  # of the marked sentences, by code
    known: Marks  # whether a mark was asked for
    writers: npt.NDArray[np.str_]  # of the marked sentences
    drafts: Sequence[Lesson]
    of: npt.NDArray[np.int64]  # the draft of each other sentence

    @property
    def alone(self) -> int:
        return len(self.marks)


def read(path: Path) -> list[Mapping[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]


def drafts_of(tone: ToneRules) -> Iterator[Lesson]:
    """Read the drafts that may be learnt from."""
    for path in sorted(WRITTEN.glob("lint*.jsonl")):
        for number, row in enumerate(read(path), start=1):
            if row.get("split") == "train" or path.stem in READ:
                yield lesson_of(row, path.stem.removeprefix("lint_"), draft_of(row, line=number), tone)


def lesson_of(row: Mapping[str, Any], writer: str, draft: Draft, tone: ToneRules) -> Lesson:
    prose = prose_of(draft.text, draft.lang, tone.voice)
    return Lesson(
        writer=writer,
        draft=draft,
        prose=prose,
        counts=counted(draft, prose, spoken(prose), CODES, tone),
        labels=frozenset({*row["codes"], *row.get("missing", ())}),
        wanted=frozenset(needed(draft, tone)),
        evident=evident(draft, prose, tone),
        where={code: sentence_of(words, draft.text, spoken(prose)) for code, words in (row.get("spans") or {}).items()},
    )


def sentence_of(words: str, text: str, sentences: Sequence[Pair]) -> int:
    """Give the number of the sentence in which the marked words end."""
    end = text.index(words) + len(words)
    return next((at for at, (_, stop) in enumerate(sentences) if end <= stop), len(sentences) - 1)


def lessons(tone: ToneRules, cues: Mapping[str, Shape]) -> Lessons:
    """Read all there is to learn from."""
    files = sorted((WRITTEN / "sentences").glob("*.jsonl"))
    rows = [(path.stem, row) for path in files for row in read(path)]
    signs = [sentence_signs(row["text"], tone, cues) for _, row in rows]
    drafts = list(drafts_of(tone))
    signs += [signs_of(one.prose.plain, spoken(one.prose), cues) for one in drafts]
    seen, keys, rare = matrix_of(signs)
    faults = np.array([code in FAULTS for code in CODES])
    return Lessons(
        seen=seen,
        keys=keys,
        rare=rare,
        marks=np.array([[code in row["labels"] for code in CODES] for _, row in rows]),
        known=np.array([faults if stem in WITHOUT_PARTS else np.ones_like(faults) for stem, _ in rows]),
        writers=np.array([SAME_WRITER.get(stem, stem) for stem, _ in rows]),
        drafts=drafts,
        of=np.repeat(np.arange(len(drafts)), [len(one.counts) for one in drafts]),
    )


def sentence_signs(text: str, tone: ToneRules, cues: Mapping[str, Shape]) -> Signs:
    """Give the signs of a text that was marked as one sentence, whatever stops are in it."""
    plain = prose_of(text, "", tone.voice).plain
    return signs_of(plain, [(0, len(plain))], cues)


def matrix_of(signs: Sequence[Signs]) -> tuple[sparse.csr_matrix, Keys, Floats]:
    """Keep the features seen often enough; a rare gram says more than a common one, a cue what its weight says."""
    keys = np.concatenate([one.keys for one in signs])
    loud = np.concatenate([one.loud for one in signs])
    sizes = [np.diff([*one.starts, len(one.keys)]) for one in signs]
    ends = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    names, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
    is_cue = np.zeros(len(names), dtype=np.bool_)
    is_cue[place[np.concatenate([one.is_cue for one in signs])]] = True
    rare = np.where(is_cue, 1.0, (np.log((len(ends) - 1) / counts) + 0.5) * RARE).astype(np.float32)
    whole = sparse.csr_matrix((loud * rare[place], place, ends), (len(ends) - 1, len(names)), dtype=np.float32)
    kept = np.flatnonzero(counts >= SEEN)
    return whole[:, kept].tocsr(), names[kept], rare[kept]
