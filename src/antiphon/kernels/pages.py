"""Two addresses that lead to the same page are one.

Scheme, user, `www.`, `m.`, `mobile.` and `amp.`, usual ports, fragment, tracking parameters, the
order of parameters and a slash at the end say nothing of the page. An address of a site that only
forwards, one that was cut short and a front page lead to no page that is known.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from w3lib.url import canonicalize_url

from antiphon.kernels.platforms import FORWARDERS, NAMES, of_platform

MOST = 8  # passes until an address stays as it is: more is no address of anybody's
BEGINS = re.compile(r"\s*https?://(?:www\.(?=[^/.]+\.[^/]))?", re.IGNORECASE)
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
ENDED = re.compile("[，。；！？、…].*", re.DOTALL)
AND = re.compile(r"&(?:(?:amp|#38|#x26);)+", re.IGNORECASE)
AFTER = ").,;:!?'’”“»«*|]}：）】」』》"
HOST = re.compile(r"(?:[\w-]+\.)+[a-z][\w-]+|\d+(?:\.\d+){3}|\[[\da-f:.]+\]", re.ASCII)
SAME_SITE = re.compile(r"www\d?|m|mobile|amp")
TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|itm|vero|oly|ga|wt|hsa)_.*"
    r"|(?:fb|g|d|y|ys|tw|tt|mscl|twc|irc)l?c?lid|[gw]braid|msclkid|li_fat_id|_openstat|mkt_tok"
    r"|igsh|igshid|mc_[ce]id|_hs(?:enc|mi)|_g[al]|__[a-z]+(?:\[\d\])?|__twitter_impression"
    r"|ref_(?:src|url)|sm(?:id|typ)|cmp(?:id)?|n?cid_source|ocid|ncid|xtor|spm|scm"
    r"|isappinstalled|nsukey|share_(?:token|source|from)|tt_from|soc_(?:src|trk)|amp|outputtype",
    re.IGNORECASE,
)
"""Parameters that say where a link was met, or ask for the short form of the page."""
FOLDED = re.compile(r"/{2,}")
FRONT = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
SHORT = re.compile(r"(?:/amp|\.amp)$|\.amp(?=\.html?$)", re.IGNORECASE)
SPELLED = re.compile("(?:%[89A-F][0-9A-F])+")


def page(link: str) -> str:
    """The page that an address leads to, without its scheme; '' for none.

    Percent signs, letters beyond ASCII and what is to be escaped are w3lib's to bring into one
    form. An address inside another, of a site that forwards to it by name, is followed.

        >>> page("https://www.example.org/a/?utm_source=x&b=1#top")
        'example.org/a?b=1'
        >>> page("https://t.co/abc"), page("https://example.org/"), page("https://exampl…")
        ('', '', '')
    """
    link = BEGINS.sub("http://", link, count=1)
    for _ in range(MOST):
        found = once(link)
        if not found or link == f"http://{found}":
            return found
        link = found if found.startswith(("http://", "https://")) else f"http://{found}"
    return ""


def once(link: str) -> str:
    """The same, or the address to follow, in one pass: what it lays bare is for the next."""
    bare = trimmed(link)
    try:
        whole = urlsplit(canonicalize_url(bare, keep_fragments=True))
        name, port = whole.hostname or "", whole.port
    except ValueError:
        return ""
    host = site(f"[{name}]" if ":" in name else name)
    if whole.scheme not in ("http", "https") or not HOST.fullmatch(host) or host in FORWARDERS:
        return ""
    path = FOLDED.sub("/", whole.path).rstrip("/")
    query = "&".join(
        asked
        for asked in whole.query.split("&")
        if asked and not TRACKING.fullmatch(asked.partition("=")[0])
    )
    if port in (None, 80, 443):
        known = of_platform(host, path, query)
        if known is not None:
            return known
    else:
        host = f"{host}:{port}"
    path = SHORT.sub("", path)
    path = path if query else FRONT.sub("", path)
    route = whole.fragment if whole.fragment.startswith(("!", "/")) else ""
    rest = path + f"?{query}" * bool(query) + f"#{route}" * bool(route.strip("!/"))
    return host + SPELLED.sub(spelled, rest) if rest else ""


def trimmed(link: str) -> str:
    """An address without what stands around it in a text; '' for one that was cut short."""
    bare = AND.sub("&", UNSEEN.sub("", link)).strip()
    ended = ENDED.search(bare)
    if ended:
        if ended[0].startswith("…"):
            return ""
        bare = bare[: ended.start()]
    while bare and bare[-1] in AFTER and not closes(bare):
        bare = bare[:-1]
    return bare


def closes(text: str) -> bool:
    """Does the last character close a bracket that the text opens?"""
    pair = {")": "(", "]": "[", "}": "{"}.get(text[-1], "")
    return bool(pair) and text.count(pair) >= text.count(text[-1])


def site(host: str) -> str:
    """A host without its full stop and without the labels that mean the same site."""
    labels = host.removesuffix(".").split(".")
    kept = [label for label in labels[:-2] if not SAME_SITE.fullmatch(label)]
    plain = ".".join(kept + labels[-2:])
    return NAMES.get(plain, plain)


def spelled(found: re.Match[str]) -> str:
    """A run of escaped bytes as it is read, if that is letters and digits."""
    try:
        text = unquote(found[0], errors="strict")
    except UnicodeDecodeError:
        return found[0]
    return text if text.isalnum() else found[0]
