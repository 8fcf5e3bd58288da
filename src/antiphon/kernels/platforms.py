"""Addresses of large platforms: a post, a film and a channel have one each.

Also sites that only forward: what an address of theirs leads to stands in the address, or nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHORTENERS = (
    *("t.co", "bit.ly", "goo.gl", "ow.ly", "tinyurl.com", "is.gd", "buff.ly", "dlvr.it"),
    *("ift.tt", "lnkd.in", "trib.al", "clck.ru", "vk.cc", "t.cn", "dwz.cn", "url.cn", "cutt.ly"),
)
"""Sites that forward whatever they are given."""
FORWARDERS = frozenset(
    (
        *SHORTENERS,
        *("j.mp", "fb.me", "fb.watch", "wp.me", "shar.es", "amzn.to", "nyti.ms", "reut.rs"),
        *("rebrand.ly", "vm.tiktok.com", "vt.tiktok.com", "goo.su", "u.to", "bitly.com"),
    )
)
"""Sites whose addresses say nothing of what they lead to."""
AWAY = {
    ("l.facebook.com", "/l.php"): ("u",),
    ("facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", ""): ("u",),
    ("vk.com", "/away.php"): ("to",),
    ("youtube.com", "/redirect"): ("q",),
    ("google.com", "/url"): ("url", "q"),
    ("out.reddit.com", ""): ("url",),
    ("t.me", "/share/url"): ("url",),
}
"""Host and path of pages that forward, and the parameters that say where to."""
NAMES = {
    "x.com": "twitter.com",
    "fxtwitter.com": "twitter.com",
    "vxtwitter.com": "twitter.com",
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "youtube-nocookie.com": "youtube.com",
    "music.youtube.com": "youtube.com",
    "web.facebook.com": "facebook.com",
    "mbasic.facebook.com": "facebook.com",
    "vk.ru": "vk.com",
    "vkontakte.ru": "vk.com",
    "old.reddit.com": "reddit.com",
}
"""Other names of one platform."""
SHORT_FORM = re.compile(r"/(?:c|v|amp)/(?:s/)?(.+)")
NUMBERED = re.compile(r"/status(?:es)?/(\d+)")
FILM = re.compile(r"/(?:shorts|live|embed|v)/([\w-]+)")
WALL = re.compile(r"(?:^|/)(wall-?\d+_\d+)")
CLIP = re.compile(r"/video/(\d+)")
SHOWN = re.compile(r"(?:/[\w.]+)?/(p|reel|tv)/([\w-]+)")
THREAD = re.compile(r"/comments/(\w+)")
CHANNEL = re.compile(r"/(?:s/)?(\w+)(.*)", re.DOTALL)


def of_platform(host: str, path: str, query: str) -> str | None:
    """The page of an address by the rules of its platform, an address to be followed, or None.

    Args:
        host: in lower case, the platform's own name.
        path: without a slash at its end.
        query: parameters, escaped, those that track left out.
    """
    rule = RULES.get(host)
    searched = host.startswith("google.")
    away = AWAY.get(("google.com" if searched else host, path))
    asked = dict(parse_qsl(query)) if rule or away else {}
    for name in away or ():
        if asked.get(name, "").startswith(("http://", "https://")):
            return asked[name]
    if searched or host.endswith(".cdn.ampproject.org"):
        inner = SHORT_FORM.fullmatch(path)
        return f"http://{inner[1]}" if inner else None
    return rule(path, asked) if rule else None


def twitter(path: str, _query: Mapping[str, str]) -> str | None:
    """A post by its number, whoever is named before it; a profile whatever the case."""
    post = NUMBERED.search(path)
    return f"twitter.com/status/{post[1]}" if post else f"twitter.com{path.lower()}" * bool(path)


def youtube(path: str, query: Mapping[str, str]) -> str | None:
    """A film by its identifier."""
    film = FILM.match(path)
    name = query.get("v", "") or (film[1] if film else "")
    return f"youtube.com/{name}" if re.fullmatch(r"[\w-]+", name) else None


def youtube_short(path: str, _query: Mapping[str, str]) -> str | None:
    """The same, in its short form."""
    name = path.strip("/").partition("/")[0]
    return f"youtube.com/{name}" if name else ""


def telegram(path: str, _query: Mapping[str, str]) -> str | None:
    """A channel or a post of one; invitations keep their case."""
    found = CHANNEL.fullmatch(path)
    if not found or found[1] == "joinchat":
        return None
    return f"t.me/{found[1].lower()}{found[2]}"


def facebook(path: str, query: Mapping[str, str]) -> str | None:
    """A page whatever the case."""
    return f"facebook.com{path.lower()}" if path and not query else None


def instagram(path: str, _query: Mapping[str, str]) -> str | None:
    """A post by its identifier, whoever is named before it."""
    post = SHOWN.match(path)
    return f"instagram.com/{post[1]}/{post[2]}" if post else f"instagram.com{path}" * bool(path)


def tiktok(path: str, _query: Mapping[str, str]) -> str | None:
    """A film by its number."""
    clip = CLIP.search(path)
    return f"tiktok.com/video/{clip[1]}" if clip else None


def vk(path: str, query: Mapping[str, str]) -> str | None:
    """A post by its number, on whatever page it is opened."""
    post = WALL.search(query.get("w", "")) or WALL.match(path)
    return f"vk.com/{post[1]}" if post else None


def reddit(path: str, _query: Mapping[str, str]) -> str | None:
    """A thread by its identifier."""
    thread = THREAD.search(path)
    return f"reddit.com/comments/{thread[1]}" if thread else None


RULES: dict[str, Callable[[str, Mapping[str, str]], str | None]] = {
    "twitter.com": twitter,
    "youtube.com": youtube,
    "youtu.be": youtube_short,
    "t.me": telegram,
    "facebook.com": facebook,
    "instagram.com": instagram,
    "tiktok.com": tiktok,
    "vk.com": vk,
    "reddit.com": reddit,
}
