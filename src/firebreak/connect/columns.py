"""Which column of a table is which part of a post?"""

from collections.abc import Iterable, Mapping
from typing import Any

from firebreak.core.errors import BadInput

# Flat names of the contract → where they stand in a post.
AUTHOR = {
    "author_id": "id",
    "author_name": "name",
    "author_followers": "followers",
    "author_verified": "verified",
}
ENGAGEMENT = {"likes": "likes", "comments": "comments", "shares": "shares", "views": "views"}
MEDIA = {"media_type": "type", "media_url": "url"}
PLAIN = ("id", "source", "channel", "kind", "url", "title", "text", "published_at", "parent_id", "reshare_of")
COLUMNS = (*PLAIN, *AUTHOR, *ENGAGEMENT, "rating", "media", *MEDIA, "lang")

# What exports in Taiwan call them, used where the table has no column of the contract's own name. Of several columns
# for one thing the name that stands first here is taken: when a post was published rather than when a row was made.
USUAL = {
    "文章編號": "id",
    "編號": "id",
    "來源": "source",
    "平台": "source",
    "頻道": "channel",
    "看板": "channel",
    "版面": "channel",
    "類型": "kind",
    "網址": "url",
    "連結": "url",
    "標題": "title",
    "主題": "title",
    "內容": "text",
    "內文": "text",
    "全文": "text",
    "貼文內容": "text",
    "貼文全文": "text",
    "文章內容": "text",
    "留言內容": "text",
    "留言": "text",
    "貼文": "text",
    "發布時間": "published_at",
    "發佈時間": "published_at",
    "發文時間": "published_at",
    "發表時間": "published_at",
    "貼文時間": "published_at",
    "留言時間": "published_at",
    "日期時間": "published_at",
    "時間": "published_at",
    "日期": "published_at",
    "建立時間": "published_at",
    "作者": "author_name",
    "發文者": "author_name",
    "暱稱": "author_name",
    "帳號": "author_id",
    "粉絲數": "author_followers",
    "追蹤數": "author_followers",
    "按讚數": "likes",
    "讚數": "likes",
    "推數": "likes",
    "留言數": "comments",
    "分享數": "shares",
    "觀看數": "views",
    "瀏覽數": "views",
    "評分": "rating",
    "星等": "rating",
    "語言": "lang",
    "照片網址": "media_url",
    "圖片網址": "media_url",
    "照片": "media_url",
    "圖片": "media_url",
    "附圖": "media_url",
}
RANK = {name: place for place, name in enumerate(USUAL)}


def parse_map(text: str) -> dict[str, str]:
    """Read `text=內容,published_at=時間` as {contract column: column of the file}. Raises BadInput."""
    columns: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, equals, there = (piece.strip() for piece in pair.partition("="))
        if not equals or not there:
            raise BadInput(problem="bad_map", pair=pair)
        columns[name] = there
    check_map(columns)
    return columns


def check_map(columns: Mapping[str, str]) -> None:
    """Raise BadInput for a left side that is no name of the contract."""
    for name in columns:
        if name not in COLUMNS:
            raise BadInput(problem="unknown_name", left=name, names=",".join(COLUMNS))


def names_of(header: Iterable[str], columns: Mapping[str, str]) -> list[str]:
    """Name the columns of a table: by the given map, else by the contract, else by what is usual in Taiwan.

    A column that is none of these keeps its own name, and one that a map has taken is not taken twice.
    """
    given = {there: name for name, there in columns.items()}
    heads = [head.strip() for head in header]
    names = [given.get(head) or _contract_name(head, columns) or head for head in heads]
    taken = set(names)
    for place in sorted(range(len(heads)), key=lambda place: RANK.get(names[place], len(RANK))):
        usual = USUAL.get(names[place])
        if usual and usual not in taken and heads[place] not in given:
            names[place] = usual
            taken.add(usual)
    return names


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Give the row of a flat one: author_name → author.name, likes → engagement.likes; blanks are left out."""
    row: dict[str, Any] = {key: value for key, value in flat.items() if key and value is not None and value != ""}
    for whole, parts in (("author", AUTHOR), ("engagement", ENGAGEMENT)):
        found = {part: row.pop(key) for key, part in parts.items() if key in row}
        if found:
            row[whole] = found
    if isinstance(media := row.get("media"), str):
        row["media"] = media.replace("|", " ").replace(";", " ").split()
    elif "media_url" in row or "media_type" in row:
        row["media"] = [{part: str(row.pop(key)) for key, part in MEDIA.items() if key in row}]
    return row


def renamed(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """Give a JSON row with the keys of `columns` under the contract's names, nested as the contract has them."""
    there = set(columns.values())
    moved = {key: value for key, value in row.items() if key not in there}
    parts = {name: row[place] for name, place in columns.items() if place in row}
    for whole, names in (("author", AUTHOR), ("engagement", ENGAGEMENT)):
        found = {part: parts.pop(name) for name, part in names.items() if name in parts}
        if found:
            before = moved.get(whole)
            moved[whole] = {**(before if isinstance(before, dict) else {}), **found}
    if "media_url" in parts or "media_type" in parts:
        moved["media"] = [{part: parts.pop(name) for name, part in MEDIA.items() if name in parts}]
    return {**moved, **parts}


def _contract_name(head: str, columns: Mapping[str, str]) -> str:
    name = head.casefold().replace(" ", "_").replace(".", "_")
    name = name.removeprefix("engagement_")
    return name if name in COLUMNS and name not in columns else ""
