"""Which simplified character stands for a traditional one? `python -m training.han_table` writes core/text/han.py."""

from pathlib import Path

from opencc import OpenCC

TARGET = Path(__file__).parents[1] / "src/firebreak/core/text/han.py"
HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))
HEADER = '''"""Which simplified character stands for a traditional one? Made by training/han_table.py; do not edit.

Source: the character dictionary of OpenCC, https://github.com/BYVoid/OpenCC, Apache-2.0. Only one-to-one pairs.
"""

'''


def pairs() -> list[tuple[str, str]]:
    """Give every (traditional, simplified) pair of single characters that differ, in code point order."""
    convert = OpenCC("t2s").convert
    every = (chr(code) for low, high in HAN for code in range(low, high))
    return [(char, plain) for char in every if (plain := convert(char)) != char and len(plain) == 1]


def literal(name: str, chars: str, width: int = 50) -> str:
    lines = (f'    "{chars[at : at + width]}"' for at in range(0, len(chars), width))
    return f"{name} = (\n" + "\n".join(lines) + "\n)\n"


def main() -> None:
    found = pairs()
    # The basic plane fits the file limit; the rare planes follow in the same two strings.
    body = literal("TRADITIONAL", "".join(a for a, _ in found)) + literal("SIMPLIFIED", "".join(b for _, b in found))
    TARGET.write_text(HEADER + body, encoding="utf-8")
    print(f"{TARGET.name}: {len(found)} pairs")


if __name__ == "__main__":
    main()
