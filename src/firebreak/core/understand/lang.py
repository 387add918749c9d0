"""In which language is a post written? Told by its script alone, which is what the reader needs to know."""

import re

from firebreak.core.text.han import SIMPLIFIED, TRADITIONAL

ONLY_TRADITIONAL = frozenset(TRADITIONAL) - frozenset(SIMPLIFIED)
ONLY_SIMPLIFIED = frozenset(SIMPLIFIED) - frozenset(TRADITIONAL)
KANA = re.compile("[\u3041-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7af]")
OTHER = re.compile("[\u3041-\u30ff\uac00-\ud7af]")
HAN = re.compile("[\u3400-\u9fff]")
LATIN = re.compile("[A-Za-z]{2}")
LOOKED_AT = 400


def language(text: str) -> str:
    """Give zh-Hant, zh-Hans, ja, ko, en, or und when there is nothing to tell by.

    >>> language("鮮奶壞掉了"), language("鲜奶变质了"), language("It leaks")
    ('zh-Hant', 'zh-Hans', 'en')
    """
    sample = text[:LOOKED_AT]
    if OTHER.search(sample):
        han = len(HAN.findall(sample))
        if len(KANA.findall(sample)) * 4 > han + 3:
            return "ja"
        if len(HANGUL.findall(sample)) > han:
            return "ko"
    if HAN.search(sample):
        chars = set(sample)
        return "zh-Hans" if len(ONLY_SIMPLIFIED & chars) > len(ONLY_TRADITIONAL & chars) else "zh-Hant"
    return "en" if LATIN.search(sample) else "und"
