"""Whether a name in a text is given as its source: by the words and marks around it.

A dateline is "BEIJING, June 5 (Xinhua) --", "/TASS/", "【新华社】", "Reuters: …", or a name in
brackets at the end. An attribution is a phrase: "according to X", "сообщает X", "据X报道". All
else is a name and no more: an article about an agency does not credit it. What is looked for in
each language is in `cues.toml`.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

BEFORE, AFTER = 90, 60
"""Characters looked at on each side of a name."""
PLAIN = {
    '"': "«»“”„‟「」『』《》",
    "'": "’‘ʼ`´",
    "-": "—–―‒‑−－─",
    " ": "\u00a0\u202f\u2009\u3000\t",
    "(": "（［",
    ")": "）］",
    ":": "：",
    ",": "，、",
    "/": "／",
}
"""Characters that are read as another."""
START = r"(?:^|\n)\s*"
END = r"[\s.]*(?:$|\n|https?://|#)"
OPEN, CLOSE = r"[(\[【]\s*$", r'^"?\s*(?:/[^\s)/]+)?[)\]】]'
DAY = r"\d{1,2}\s*月\s*\d{1,2}\s*日"
CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ"
PLACE = rf"[{CAPITAL}][^.!?\n]{{0,40}}\d[^.!?\n]{{0,12}}"
SPACE = r"\s+"
WORD = r"[^\s.,;:!?()\"]"
NEWS = "(?:报道|報道|报导|報導|消息|讯|訊|电|電|称|稱|文章|说|說)"
WROTE = "报道|報道|报导|報導|称|稱|援引|发文|發文|刊文|指出|消息|评论说|写道|寫道|讯|訊"
WHEN = r"(?:网站|網站|网|网报道|今天|今日|昨天|昨日|\d{1,2}日|周.|星期.|最新|独家|社论|评论员)"
DATELINES = (
    (rf"{START}(?:{PLACE})?{OPEN}", CLOSE),
    (rf"{START}[^\n]{{0,70}}{OPEN}", rf"{CLOSE}[\s.:]*-"),
    (rf'[.!?。…"]\s*{OPEN}', CLOSE),
    (OPEN, rf"{CLOSE}{END}"),
    (r"(?:^|[\s.,])/\s*$", r"^\s*/"),
    (rf"{START}{PLACE}[-.,]\s*\"?$", r"^\"?\s*[.:-]"),
    (rf"{START}[{CAPITAL}][{CAPITAL} ]{{2,30}}[,.]?[^.\n]{{0,24}}[-.]\s*$", r"^\"?[.:]"),
    (rf'{START}"?$', r'^"?\s*(?::|-\s|\|)'),
    (r'\S\s*-\s*"?$', r'^"?\s*(?:\.\s|\.?$|\.?\n)'),
    (r"\n\s*$", rf"^{END}"),
    ("", rf"^\s*\p{{Han}}{{0,8}}\s*{DAY}\s*{NEWS}"),
)
CHINESE = (
    (r"(?:据|據|根据|根據|援引|引述|引用|转引)\p{Han}{0,8}\"?$", rf"^\"?的?\p{{Han}}{{0,4}}{NEWS}"),
    (r"(?:来源|來源|转自|轉自|摘自|出处|原载)\s*:?\s*\"?$", ""),
    (
        r"(?:接受|对|對|向|告诉|告訴)\p{Han}{0,6}\"?$",
        r"^\"?(?:记者|記者|专访|專訪|采访|採訪|表示|说|說|透露|介绍)",
    ),
    ("", rf"^\"?{WHEN}{{0,2}}(?:{WROTE}|发表\p{{Han}}{{0,4}}(?:文章|评论)|[记記]者\s)"),
)
SELF = r"^\s*said (?:that )?(?:it|its|he|she)\s"
"""What an agency says of itself is no attribution."""


def rules() -> dict[str, tuple[tuple[str, str], ...]]:
    """For each kind of credit, pairs of expressions: before and after the name."""
    cues = tomllib.loads((files(__package__) / "cues.toml").read_text(encoding="utf-8"))
    told = [pair for language in cues.values() for pair in of_language(language)]
    return {"dateline": DATELINES, "attribution": (*told, *CHINESE)}


def of_language(cues: dict[str, Any]) -> list[tuple[str, str]]:
    """The expressions of one language with words between spaces."""
    nouns, articles = choice(cues["nouns"]), choice([*cues["articles"], "l'"])
    word, edge = rf"{WORD}+\s+", r"(?:^|[\s\"'(,.;:/-])"
    called = rf"(?:{articles}\s*)*(?:(?:{word}){{0,4}}(?i:{nouns})\s+)?(?:{articles}\s*)?\"?$"
    other = rf"(?:[{CAPITAL}]{WORD}+(?:\s[{CAPITAL}]{WORD}+)?\s(?:and|и|та|y|et|und)\s)?"
    found = [(rf"{edge}{choice(cues['before'])}\s*{other}{called}", "")]
    if cues["told"]:
        told = rf"{choice(cues['told'])}\s+(?:{word}){{0,4}}{choice(cues['to'])}"
        found.append((rf"{edge}{told}\s*{called}", ""))
    kind, verb = rf"(?:(?i:{nouns}|news|press)\s+){{0,3}}", choice(cues["after"])
    return [*found, ("", rf"^\"?,?\s+{kind}{verb}(?:[\s.,;:!?)\"-]|$)")]


def choice(forms: list[str]) -> str:
    """One of several, whatever the case."""
    return f"(?i:{'|'.join(forms).replace('~', WORD + '*').replace(' ', SPACE)})"


def plain(column: str) -> str:
    """SQL for a text with one form of each mark."""
    variants, forms = "", ""
    for form, variant in PLAIN.items():
        variants += variant
        forms += form * len(variant)
    return f"translate({column}, {quoted(variants)}, {quoted(forms)})"


def left(column: str) -> str:
    """SQL for what stands before a name; a link in the middle of a line stands on its own."""
    return rf"regexp_replace({plain(column)}, '([^.!?…:\"\s])\s*\n\s*$', '\1 ')"


def right(column: str) -> str:
    """SQL for what stands after a name."""
    return rf"regexp_replace({plain(column)}, '^ *\n *([a-zß-öø-ÿа-яёіїєґ,.(-])', ' \1')"


def condition(kind: str, before: str, after: str) -> str:
    """SQL that says whether a name with these columns around it is credit of that kind."""
    pairs = [
        " AND ".join(
            f"regexp_matches({column}, {quoted(expression)})"
            for column, expression in ((before, left), (after, right))
            if expression
        )
        for left, right in rules()[kind]
    ]
    found = " OR ".join(f"({pair})" for pair in pairs)
    return f"({found}) AND NOT regexp_matches({after}, {quoted(SELF)})"


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
