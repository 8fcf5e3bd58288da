"""Vega-Lite charts to what a page holds: a clean static SVG, data for the browser, the bundle."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

WIDE, NARROW = 720, 350
SVG = "http://www.w3.org/2000/svg"
DRAWN = {"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "defs", "clipPath"}
ATTRIBUTES = {
    *("class", "width", "height", "viewBox", "transform", "d", "x", "y", "x1", "x2", "y1", "y2"),
    *("dx", "dy", "r", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity"),
    *("stroke-dasharray", "stroke-linecap", "stroke-miterlimit", "opacity", "text-anchor"),
    *("font-size", "font-weight", "font-style", "clip-path", "id", "display"),
}
ROUNDED = {"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height"}
COMMON = {"fill", "stroke", "stroke-width", "font-size", "font-weight", "text-anchor"}
CLASSES = {f"role-axis-{part}" for part in ("grid", "tick", "domain", "label", "title")}
SCRIPT_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@dataclass(frozen=True)
class Figure:
    """A figure of the page, drawn for a page and for a phone."""

    id: str
    title: str
    alt: str
    note: str
    wide: Markup
    narrow: Markup
    specs: dict[str, Any]


def figure(
    name: str, title: str, alt: str, note: str, draw: Callable[[int], dict[str, Any]]
) -> Figure:
    """Draw one figure at both widths. Altair's own checks would take a third of the time."""
    from altair.utils import schemapi

    with schemapi.debug_mode(False):
        specs = {"wide": draw(WIDE), "narrow": draw(NARROW)}
    drawn = {kind: static(spec, f"{name}-{kind}") for kind, spec in specs.items()}
    return Figure(name, title, alt, note, drawn["wide"], drawn["narrow"], specs)


def version() -> str:
    """The version of Vega-Lite the charts are written for, as in 6.1."""
    import altair as alt

    major, minor = alt.SCHEMA_VERSION.lstrip("v").split(".")[:2]
    return f"{major}.{minor}"


def static(spec: dict[str, Any], prefix: str) -> Markup:
    """The chart as SVG: known elements and attributes only, ids that no other chart has."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(spec, vl_version=version())
    root = ET.fromstring(drawn)  # noqa: S314  (our own renderer's output)
    ET.register_namespace("", SVG)
    prune(root)
    gathered(root)
    names: dict[str, str] = {}
    for element in root.iter():
        if old := element.get("id"):
            names[old] = f"{prefix}-{len(names)}"
            element.set("id", names[old])
    for element in root.iter():
        if reference := re.fullmatch(r"url\(#(.*)\)", element.get("clip-path", "")):
            element.set("clip-path", f"url(#{names.get(reference[1], 'none')})")
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    for element in root.iter():  # the renderer's order is another in every process
        in_order = sorted(element.attrib.items())
        element.attrib.clear()
        element.attrib.update(in_order)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  (pruned above)


def prune(element: ET.Element) -> None:
    """Drop what a chart does not need: attributes, classes without a style, digits, the unseen."""
    for name in set(element.attrib) - ATTRIBUTES:
        del element.attrib[name]
    styled = [n for n in element.attrib.pop("class", "").split() if n in CLASSES]
    if styled:
        element.set("class", " ".join(styled))
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    for name in ROUNDED & set(element.attrib):
        element.set(name, re.sub(r"-?\d+\.\d{2,}", shorter, element.attrib[name]))
    for child in list(element):
        tag = child.tag.removeprefix(f"{{{SVG}}}")
        unseen = tag == "path" and not {"fill", "stroke"} & set(child.attrib)
        if tag in DRAWN and (not unseen or element.tag.endswith("clipPath")):
            prune(child)
        else:
            element.remove(child)


def gathered(element: ET.Element) -> None:
    """Let a group hold what all its leaves have in common."""
    children = list(element)
    for child in children:
        gathered(child)
    if not element.tag.endswith("}g") or len(children) < 2 or any(map(len, children)):
        return
    for name in COMMON - set(element.attrib):
        values = {child.get(name) for child in children}
        if len(values) == 1 and None not in values:
            element.set(name, values.pop() or "")
            for child in children:
                del child.attrib[name]


def shorter(number: re.Match[str]) -> str:
    """A coordinate to a tenth of a pixel."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def embedded(data: object) -> Markup:
    """JSON that is safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(SCRIPT_ESCAPES))  # noqa: S704  (escaped above)


@lru_cache(maxsize=1)
def bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script without imports."""
    import vl_convert

    snippet = "window.vegaEmbed=vegaEmbed;"
    script: str = vl_convert.javascript_bundle(snippet, vl_version=version())
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
