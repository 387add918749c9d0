"""Which towns does a post name? Two posts of one template that name different towns tell different stories.

Each line of LINES is a county or city with what lies in it; the last ones are roads that branches are called by and
places abroad, each by itself. Left out is what is as often an everyday word, a name of a person or a street of every
city (和平, 中山, 大同, 成功, 清水, 新店). A name's place is its column in stored books: new ones go below the others.
"""

from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from firebreak.core.text.batch import Flags, Folded, Ints
from firebreak.core.text.fold import SIZE, fold_codes

LINES = """
台北 內湖 士林 文山 松山 南港 北投 天母 萬華 西門 公館 木柵 景美 信義 東湖 石牌 敦南
新北 板橋 中和 永和 三重 新莊 蘆洲 土城 鶯歌 三峽 淡水 汐止 林口 五股 泰山 八里 深坑 瑞芳 萬里 烏來
基隆 七堵 八堵
桃園 中壢 平鎮 八德 楊梅 龜山 大溪 蘆竹 大園 龍潭 青埔
新竹 竹北 竹東 湖口 新豐 竹科
苗栗 頭份 竹南 後龍 通霄 苑裡 三義
台中 豐原 大里 逢甲 沙鹿 大甲 霧峰 烏日 西屯 南屯 北屯 潭子 大雅 梧棲 東勢 后里 龍井
彰化 員林 鹿港 溪湖 二林
南投 草屯 埔里 竹山 集集 魚池 清境
雲林 斗六 虎尾 斗南 北港 西螺 麥寮
嘉義 民雄 朴子
台南 永康 安平 新營 善化 佳里 麻豆 仁德 歸仁 安南 南科
高雄 鳳山 左營 楠梓 岡山 苓雅 前鎮 小港 鼓山 旗山 美濃 大寮
屏東 潮州 恆春 墾丁 東港 萬丹 內埔
宜蘭 羅東 礁溪 頭城 蘇澳 冬山
花蓮 秀林 吉安 玉里 瑞穗 壽豐
台東 綠島 蘭嶼 知本 池上 關山
澎湖 馬公 七美
金門
馬祖 南竿 北竿
忠孝
南京
仁愛
沖繩
大阪
東京
福岡
京都
首爾
釜山
曼谷
香港
上海
"""
ROOM = 512
"""Columns kept for towns, so that a book outlives a longer list."""
SHIFT = np.uint64(32)


def lines() -> list[list[str]]:
    """Give the towns by county, the county first."""
    return [line.split() for line in LINES.strip().split("\n")]


@cache
def names() -> tuple[str, ...]:
    return tuple(name for line in lines() for name in line)


@cache
def around() -> npt.NDArray[np.bool_]:
    """Tell (ROOM, ROOM) which towns say the same whereabouts: each with itself, and a county with what lies in it."""
    found, start = np.eye(ROOM, dtype=np.bool_), 0
    for line in lines():
        rest = slice(start, start + len(line))
        found[start, rest] = found[rest, start] = True
        start += len(line)
    return found


@cache
def known() -> tuple[Flags, npt.NDArray[np.uint64], Ints]:
    """Give the characters that a name begins with (SIZE,), the names as pairs of characters in order, their columns."""
    codes = fold_codes("".join(names())).reshape(-1, 2).astype(np.uint64)
    begins = np.zeros(SIZE, np.bool_)
    begins[codes[:, 0]] = True
    pairs = codes[:, 0] << SHIFT | codes[:, 1]
    order = np.argsort(pairs)
    return begins, pairs[order], order


def towns(folded: Folded) -> csr_array:
    """Say which towns each post names: rows (n, ROOM) of 0 and 1.

    >>> from firebreak.core.text.batch import fold_fields
    >>> [names()[column] for column in towns(fold_fields(["", "臺中館和高雄館"])).indices.tolist()]
    ['台中', '高雄']
    """
    begins, pairs, columns = known()
    codes = folded.codes
    places = np.flatnonzero(begins[codes[:-1]])
    said = codes[places].astype(np.uint64) << SHIFT | codes[places + 1]
    at = np.minimum(np.searchsorted(pairs, said), len(pairs) - 1)
    true = pairs[at] == said
    posts, chosen = folded.slot_of(places[true]) // 2, columns[at[true]]
    found = csr_array((np.ones(len(posts), np.float32), (posts, chosen)), shape=(len(folded), ROOM))
    found.data[:] = 1
    return found
