"""Two addresses of one page are one, those of others are others."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from antiphon.kernels.pages import page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://A.example/Page/", "http://www.a.example/Page"),
        ("https://a.com/p?b=2&a=1", "https://a.com/p?a=1&fbclid=x&b=2#top"),
        ("https://a.com:443/p", "http://a.com:80/p"),
        ("https://user:pw@a.com/p", "https://a.com/p"),
        ("https://a.com./p", "https://a.com/p"),
        ("https://a.com/r%c3%a9sum%C3%A9", "https://a.com/résumé"),
        (
            "https://ru.wikipedia.org/wiki/Москва",
            "https://ru.wikipedia.org/wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0",
        ),
        ("https://bücher.de/x", "https://xn--bcher-kva.de/x"),
        (
            "https://твоя-россия.рф/новости/1",
            "http://www.xn----ctbtwbliac6kg.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1",
        ),
        ("https://ТВОЯ-россия.рф/a", "https://твоя-россия.рф/a"),
        ("https://a.com/%7Euser/", "https://a.com/~user"),
        ("https://a.com/x?a=1&amp;b=2", "https://a.com/x?b=2&a=1"),
        ("https://a.com/x?a=1&#x26;b=2", "https://a.com/x?a=1&b=2"),
        ("https://a.com/x?a=%20b", "https://a.com/x?a=+b"),
        ("https://a.com/a/./b", "https://a.com/a/b"),
        ("https://a.com/a//b", "https://a.com/a/b"),
        ("https://a.com/x.", "https://a.com/x"),
        ("https://a.com/x).", "https://a.com/x"),
        ("https://a.com/x，详情", "https://a.com/x"),
        ("https://a.com/x»", "https://a.com/x"),
        ("https://a.com/x\u200b", "https://a.com/x"),
        (
            "https://en.wikipedia.org/wiki/Sea_(film)",
            "https://en.m.wikipedia.org/wiki/Sea_%28film%29",
        ),
        ("https://m.facebook.com/RT", "https://www.facebook.com/rt/"),
        ("https://mobile.twitter.com/A/status/12?s=20", "https://x.com/i/web/status/12"),
        ("https://twitter.com/a/status/12/photo/1", "https://fxtwitter.com/b/status/12"),
        ("https://youtu.be/aBc-1?si=zz", "https://m.youtube.com/watch?feature=share&v=aBc-1"),
        (
            "https://www.youtube.com/shorts/aBc-1",
            "https://www.youtube-nocookie.com/embed/aBc-1?rel=0",
        ),
        ("https://t.me/s/Channel/5", "https://telegram.me/channel/5?single"),
        ("https://a.com/news/1/amp", "https://amp.a.com/news/1"),
        ("https://a.com/news/1.amp.html", "https://a.com/news/1.html"),
        ("https://a.com/news/1?amp", "https://a.com/news/1"),
        ("https://www.google.com/amp/s/www.rt.com/news/1/amp/", "https://www.rt.com/news/1/"),
        (
            "https://www-rt-com.cdn.ampproject.org/c/s/www.rt.com/news/1",
            "https://www.rt.com/news/1",
        ),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.rt.com%2Fnews%2F1%3Ffbclid%3Dx&h=AT",
            "https://www.rt.com/news/1",
        ),
        ("https://www.google.ru/url?sa=t&url=https://tass.com/a", "https://tass.com/a"),
        ("https://vk.com/away.php?to=https%3A%2F%2Ftass.com%2Fa&cc_key=", "https://tass.com/a"),
        ("https://vk.com/feed?w=wall-1_23", "https://m.vk.com/wall-1_23"),
        ("https://www.instagram.com/rt/p/AbC/?igsh=xx", "https://instagram.com/p/AbC/"),
        ("https://www.tiktok.com/@rt/video/77?lang=en", "https://m.tiktok.com/@rt/video/77"),
        (
            "https://old.reddit.com/r/x/comments/ab1/t/",
            "https://www.reddit.com/r/x/comments/ab1/other_title/?utm_source=s",
        ),
        (
            "https://www.bbc.co.uk/news/1?at_medium=RSS&at_campaign=KARANGA",
            "https://www.bbc.co.uk/news/1",
        ),
        ("https://tass.com/a?_gl=1*x&ysclid=z", "https://tass.com/a"),
        ("https://a.com/x?mtm_campaign=a&msclkid=b", "https://a.com/x"),
        ("https://a.com/index.php?id=1&utm_medium=b", "https://a.com/index.php?id=1"),
        ("HTTPS://A.COM/x", "https://a.com/x"),
        ("https://www2.a.com/x", "https://a.com/x"),
    ],
)
def test_addresses_of_one_page_are_one(one, other):
    assert page(one) == page(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.com/p?id=1", "https://a.com/p?id=2"),
        ("https://youtu.be/aaa", "https://youtu.be/AAA"),
        ("https://a.com/p", "https://b.com/p"),
        ("https://a.com/p", "https://a.com/P"),
        ("https://a.com/story.asp?123", "https://a.com/story.asp?124"),
        ("https://a.com/x?cid=1", "https://a.com/x?cid=2"),
        ("https://a.com/profile?uid=1", "https://a.com/profile?uid=2"),
        ("https://a.com/search?keyword=a", "https://a.com/search?keyword=b"),
        ("https://a.com/x?game=1", "https://a.com/x?game=2"),
        ("https://a.com/x?eid=1", "https://a.com/x?eid=2"),
        ("https://a.com/x?source=1", "https://a.com/x?source=2"),
        ("https://a.com/x?reference=1", "https://a.com/x?reference=2"),
        ("https://groups.google.com/forum/#!forum/a", "https://groups.google.com/forum/#!forum/b"),
        ("https://a.com/#/news/1", "https://a.com/#/news/2"),
        ("https://a.com:8080/x", "https://a.com:9090/x"),
        ("https://a.com/a%2Fb", "https://a.com/a/b"),
        ("https://ru.a.com/x", "https://en.a.com/x"),
        ("https://mobile.de/x", "https://amp.de/x"),
        ("https://m.me/x", "https://amp.me/x"),
        ("https://t.me/joinchat/AbC", "https://t.me/joinchat/aBC"),
        ("https://t.me/+AbC", "https://t.me/+aBC"),
        ("https://t.me/c/1/5", "https://t.me/c/2/5"),
        (
            "https://web.archive.org/web/2020/http://a.com/x",
            "https://web.archive.org/web/2020/http://a.com/y",
        ),
        ("https://a.com/x?a=1&amp;id=5", "https://a.com/x?a=1&amp;id=6"),
        ("https://a.com/x?a=1&#x26;id=5", "https://a.com/x?a=1&#x26;id=6"),
        ("https://a.com/?p=%E9", "https://a.com/?p=%E8"),
        ("https://a.com/x?u=http://b.com/1", "https://a.com/x?u=http://b.com/2"),
        (
            "https://www.facebook.com/permalink.php?story_fbid=1&id=2",
            "https://www.facebook.com/permalink.php?story_fbid=3&id=2",
        ),
        ("https://vk.com/wall-1_23", "https://vk.com/wall-1_24"),
        ("https://zh.wikipedia.org/wiki/《a》", "https://zh.wikipedia.org/wiki/《b》"),
        ("https://аpple.com/x", "https://apple.com/x"),
    ],
)
def test_addresses_of_other_pages_are_others(one, other):
    assert page(one) != page(other)
    assert page(one)
    assert page(other)


@pytest.mark.parametrize(
    "link",
    [
        "https://t.co/abc",
        "https://a.com/",
        "https://www.a.com",
        "https://a.com/index.html",
        "https://a.com/?utm_source=x",
        "https://www.rt.com/news/50…",
        "https://t.c…",
        "https://www.mi",
        "https://teleg",
        "http://[::1",
        "http://a.com:abc/x",
        "https://",
        "https://bit.ly/1",
        "http://x\ud800.com/a",
        "https://a.com/#top",
        "http://-/x",
        "https://www.rt.com/a?url=…",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Ft.co%2Fx",
        "x",
        "ftp://a.com/x",
        "javascript:alert(1)",
        "",
    ],
)
def test_front_pages_unresolved_and_broken_addresses_are_no_pages(link):
    assert page(link) == ""


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://ru.wikipedia.org/wiki/%D0%9C%D0%B8%D1%80", "ru.wikipedia.org/wiki/Мир"),
        ("https://a.com/%E2%80%AE/x%20y", "a.com/%E2%80%AE/x%20y"),
        ("https://пример.рф/x", "xn--e1afmkfd.xn--p1ai/x"),
        ("https://a.com:8080/x", "a.com:8080/x"),
        ("http://[2001:DB8::1]/x", "[2001:db8::1]/x"),
    ],
)
def test_a_page_is_readable_where_that_is_harmless(link, told):
    """Letters are spelled out, what turns or hides text is not; a look-alike host is seen."""
    assert page(link) == told


def test_forwarders_within_forwarders_end():
    nested = "https://a.com/x"
    for _ in range(500):
        nested = f"https://www.google.com/amp/s/{nested.removeprefix('https://')}"
    assert page(nested) == ""


PIECES = st.sampled_from(
    "http:// https:// www. m. amp. a.com b.co.uk x.com twitter.com youtube.com youtu.be t.me "
    "vk.com google.com l.facebook.com/l.php?u= /url?q= /amp /s/ /status/1 /watch ?v=a ? & = # #!/ "
    "/ // /.. /. . , ) ( ] [ : :80 :443 :8080 @ % %2F %25 %D0%9C %zz &amp; utm_source=x a=1 b "
    "index.html \u2026 \uff0c \u200b м é xn--e1afmkfd \ud800 \\ ' ; + ~".split(" ")
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join)))
@example("http://a.com/x?a=1.&a=1")
@example("https://youtube.com/%25D0%25BC")
@example("http://www.www.a.com/amp/amp")
def test_nothing_raises_and_a_page_is_its_own_page(text):
    for link in (text, f"https://{text}", f"https://a.com/{text}", f"https://a.com/?{text}"):
        found = page(link)
        assert not found or page(f"https://{found}") == found
