"""How does the model read a post without learning names? A watched name becomes a sign: ours, or theirs."""

import numpy as np

from firebreak.core.terms import WatchKind
from firebreak.core.text.batch import Folded, Heard
from firebreak.core.text.fold import text_of

OURS, THEIRS = 0xE000, 0xE001  # private-use characters: no post means anything by them


def mask_names(heard: Heard) -> Folded:
    """Give the folded batch with the names of brand, products, people, campaigns and competitors masked."""
    folded = heard.folded
    signs = [sign_of(watch.kind) if watch.any else 0 for watch in heard.watches]
    if not any(signs) or not len(heard.post):
        return folded
    codes = folded.codes.copy()
    sign = np.array(signs, dtype=np.uint32)[heard.watch]
    first = folded.starts[2 * heard.post + heard.field]
    for at in np.flatnonzero(sign):
        codes[first[at] + heard.start[at] : first[at] + heard.end[at]] = sign[at]
    return Folded(codes=codes, text=text_of(codes), starts=folded.starts, ends=folded.ends)


def sign_of(kind: WatchKind) -> int:
    if kind.is_own:
        return OURS
    return THEIRS if kind is WatchKind.COMPETITOR else 0
