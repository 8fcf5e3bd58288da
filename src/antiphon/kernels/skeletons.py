"""Names to skeletons: what is left of a name when it is spelt in another script.

A word is written in Latin letters, then reduced to nine consonants (P T K S F L R M N; b is p, g is
k, h and what it softens are nothing) and four vowels (a e i u), runs of vowels to their first. From
that come three keys, each for what survives between some scripts:

- `SOUNDS`: the consonants, between alphabets: Лавров and Lavrov are LFRF;
- `SYLLABLES`: all of it, for Chinese names, which alphabets spell by syllable: 近平, Jinping and
  Цзиньпин are SiNPiN;
- `LOAN`: the consonants as Han characters render foreign names, without l and r that end a
  syllable, l for r, n for m: 特朗普 and Trump are TLNP.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.errors import MissingExtra
from antiphon.kernels.folding import LIMIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

U = np.uint64
BREAK, LOWER, UPPER, PLAIN, HAN, DIGIT, SILENT = range(7)
SOUNDS, SYLLABLES, LOAN, ACRONYM, NUMBER, TAG, LINK = (U(n << 60) for n in range(1, 8))
MOST = 15  # symbols that a key has room for, four bits each
LONGEST = 48  # letters of a word that are looked at
HAN_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, LIMIT - 1))
TRANSCRIBING = (
    "阿埃艾昂奥巴拜贝鲍彼比宾波伯博布查达戴丹德登迪狄蒂丁杜顿多厄恩尔法费菲夫弗福盖戈格古赫霍基吉"
    "加贾杰金京卡凯坎康柯科克肯库奎拉莱兰朗勒雷黎利莉里廉列林龙隆卢鲁伦罗洛玛马迈曼蒙米密莫默姆穆"
    "纳娜奈内尼妮涅纽诺欧帕潘庞佩皮普齐奇乔切丘热瑞萨塞桑瑟森沙舍圣施斯丝苏索塔泰坦特滕腾廷图托"
    "瓦威韦维沃乌希锡谢辛雅亚耶伊扎詹泽兹佐俄连"
)
"""Han characters that foreign names are written with."""
RENDERED = {"基": "ki", "吉": "gi", "金": "kin", "京": "tin", "华": "ua", "尔": "r"}
"""What some of them stand for there, where it is not their reading."""


class Script(NamedTuple):
    """What every code point is and how it is written in Latin letters."""

    kinds: NDArray[np.uint8]
    starts: NDArray[np.int32]
    """Code point c is written forms[starts[c]:starts[c + 1]]."""
    forms: NDArray[np.uint8]
    loan: NDArray[np.int32]
    """Of Han characters that foreign names are written with: where that sound is in `forms`."""
    digits: NDArray[np.int8]
    """The value of a digit."""


@lru_cache(maxsize=1)
def kinds() -> NDArray[np.uint8]:
    """The class of every code point."""
    found = np.zeros(LIMIT, np.uint8)
    for code in range(LIMIT):
        found[code] = kind(code, unicodedata.category(chr(code)))
    return found


@lru_cache(maxsize=1)
def script() -> Script:
    """The table of all code points.

    Raises:
        MissingExtra: when anyascii is not installed.
    """
    try:
        from anyascii import anyascii
    except ImportError as error:
        raise MissingExtra("models", "anyascii, which spells names of all scripts,") from error
    classes = kinds()
    digits = np.full(LIMIT, -1, np.int8)
    starts = np.zeros(LIMIT + 1, np.int32)
    loan = np.full(LIMIT, -1, np.int32)
    forms = bytearray()
    for code in range(LIMIT):
        starts[code] = len(forms)
        char = chr(code)
        if classes[code] == DIGIT:
            digits[code] = unicodedata.decimal(char)
        elif classes[code] == HAN:
            forms += pinyin(anyascii(char))
        elif classes[code] != BREAK:
            forms += letters(anyascii(char))
    starts[LIMIT] = len(forms)
    for char in TRANSCRIBING:
        code = ord(char)
        form = RENDERED.get(char, "").encode() or bytes(forms[starts[code] : starts[code + 1]])
        loan[code] = len(forms)
        forms += form + b"\0"
    return Script(classes, starts, np.frombuffer(bytes(forms), np.uint8), loan, digits)


def kind(code: int, category: str) -> int:
    """The class of a code point."""
    if any(low <= code <= high for low, high in HAN_RANGES):
        return HAN
    known = {"Nd": DIGIT, "Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lo": PLAIN, "Lm": SILENT}
    return known.get(category, SILENT if category in {"Mn", "Mc", "Cf"} else BREAK)


def letters(latin: str) -> bytes:
    """The Latin letters of a spelling, small."""
    return bytes(ord(c) for c in latin.lower() if "a" <= c <= "z")


def pinyin(syllable: str) -> bytes:
    """A Chinese syllable in letters that sound alike elsewhere.

    >>> pinyin("Xiang"), pinyin("Qing"), pinyin("Cai"), pinyin("Hua"), pinyin("Zhou")
    (b'sian', b'tsin', b'tsai', b'ua', b'zhou')
    """
    plain = letters(syllable).decode()
    if plain[:1] == "c" and plain[1:2] != "h":
        plain = "ts" + plain[1:]
    plain = plain.replace("x", "s").replace("q", "ts").replace("ng", "n")
    return plain.removeprefix("h").encode() if plain[:2] == "hu" else plain.encode()


@njit(cache=True, nogil=True)
def is_vowel(letter):
    """Is the letter one of a e i o u y?"""
    return letter in (97, 101, 105, 111, 117, 121)


@njit(cache=True, nogil=True)
def symbols(word, n, out):
    """Reduce n Latin letters to symbols: 1-9 for P T K S F L R M N, 10-13 for a e i u."""
    m = 0
    for i in range(min(n, LONGEST)):
        c = word[i]
        d = word[i + 1] if i + 1 < n else 0
        e = word[i + 2] if i + 2 < n else 0
        s = 0
        if is_vowel(c):
            s = 10 if c == 97 else 11 if c == 101 else 12 if c in (105, 121) else 13
            if m and out[m - 1] >= 10:
                continue
        elif c == 112:  # p, ph
            s = 5 if d == 104 else 1
        elif c == 98:  # b
            s = 1
        elif c == 116:  # t; ts, tz, tch are one sound
            s = 0 if d in (115, 122) or (d == 99 and e == 104) else 2
        elif c == 100:  # d; dz, dj
            s = 0 if d in (122, 106) else 2
        elif c == 107:  # k, kh
            s = 0 if d == 104 else 3
        elif c == 103:  # g
            s = 3
        elif c == 113:  # q, qi
            s = 4 if d == 105 else 3
        elif c == 99:  # c, ch, chr, ce, ci, cy, cz
            soft = d in (101, 105, 121, 122) or (d == 104 and e != 114)
            s = 4 if soft else 3
        elif c == 120:  # x
            if m and m < MOST * 2 and out[m - 1] != 3:
                out[m] = 3
                m += 1
            s = 4
        elif c in (115, 122, 106):  # s, z, j
            s = 4
        elif c in (102, 118):  # f, v
            s = 5
        elif c == 119:  # w, mute before u and after a vowel that no vowel follows
            mute = d == 117 or (m and out[m - 1] >= 10 and not is_vowel(d))
            s = 0 if mute else 5
        elif c == 108:
            s = 6
        elif c == 114:
            s = 7
        elif c == 109:
            s = 8
        elif c == 110:
            s = 9
        if c == 103 and i and word[i - 1] == 110 and not is_vowel(d):  # ng that ends a syllable
            s = 0
        if s and not (m and out[m - 1] == s) and m < MOST * 2:
            out[m] = s
            m += 1
    return m


@njit(cache=True, nogil=True)
def sounds(out, m, least):
    """The key `SOUNDS`; 0 for fewer consonants than `least`."""
    key = U(0)
    n = 0
    for i in range(m):
        if out[i] < 10 and n < MOST:
            key = (key << U(4)) | U(out[i])
            n += 1
    return key | SOUNDS if n >= least else U(0)


@njit(cache=True, nogil=True)
def syllables(out, m, least):
    """The key `SYLLABLES`; 0 for fewer symbols than `least`."""
    key = U(0)
    for i in range(min(m, MOST)):
        key = (key << U(4)) | U(9 if out[i] == 8 and i == m - 1 else out[i])
    return key | SYLLABLES if m >= least else U(0)


@njit(cache=True, nogil=True)
def loan(out, m, least):
    """The key `LOAN`; 0 for fewer consonants than `least`."""
    key = U(0)
    n = 0
    before = 0
    for i in range(m):
        s = out[i]
        if s in (6, 7):
            s = 6 if i + 1 < m and out[i + 1] >= 10 else 0
        elif s == 8:
            s = 9
        if 0 < s < 10 and n < MOST:
            if not (before == s and out[i - 1] < 10):
                key = (key << U(4)) | U(s)
                n += 1
            before = s
    return key | LOAN if n >= least else U(0)
