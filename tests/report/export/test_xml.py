"""XML that no name can break."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from antiphon.report.export import xml

HOSTILE = "\"'<>&]]>\x00\x01\x0b\x1f\ufffe\uffff\ud800 \t\n\r</a><!-- -->"


def written(value: str) -> ET.Element:
    out = io.StringIO()
    writer = xml.Writer(out)
    with writer.inside("all", name=value):
        writer.leaf("leaf", value, for_=value)
        writer.empty("empty", attr__name=value)
    return ET.fromstring(out.getvalue())


def test_a_hostile_name_is_read_back_but_for_what_xml_cannot_hold():
    root = written(HOSTILE)
    kept = "".join("\ufffd" if xml.ILLEGAL.match(c) else c for c in HOSTILE)
    assert (
        root.get("name") == root[0].text == root[0].get("for") == root[1].get("attr.name") == kept
    )
    assert kept.count("\ufffd") == 7


@given(st.text())
def test_any_text_comes_back(value):
    root = written(value)
    assert root.get("name") == xml.legal(value)
    assert (root[0].text or "") == xml.legal(value)


@given(st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF), max_size=5))
def test_every_code_point_is_held_or_replaced(value):
    assert len(xml.legal(value)) == len(value)
    assert written(value).get("name") == xml.legal(value)
