"""The page: every section's content, one template, one policy that lets nothing out."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from antiphon.report import (
    amplification,
    assessment,
    coaction,
    families,
    lagcurves,
    leads,
    mechanisms,
    methods,
    power,
    quality,
    repeats,
    support,
    tactics,
    targets,
    timing,
    tone,
)
from antiphon.report import blocs as b
from antiphon.report.drawing import bundle, embedded
from antiphon.report.words import count, interval, number, of, zone
from antiphon.results import Results, settle
from antiphon.schema import BARE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from antiphon.report.drawing import Figure
    from antiphon.schema import Blocs

VERDICTS = {"supported": "✓", "contradicted": "✗", "undetermined": "?"}
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def write(folder: Path) -> Path:
    """Write report.html into a results folder, whole or not at all."""
    path = folder / "report.html"
    draft = path.with_suffix(".draft")
    draft.write_text(render(content(Results.open(folder))), encoding="utf-8", newline="\n")
    settle(draft, path)
    return path


def content(results: Results) -> dict[str, Any]:
    """What the template needs, section by section."""
    summary, manifest = results.summary(), results.manifest()
    study = summary.get("study") or {}
    blocs = b.of_study(study)
    where = zone(str(study.get("timezone") or "UTC"))
    flow = results.table("flow").to_pylist()
    strongest, shared, total = families.strongest(results, blocs, where)
    made: dict[str, Any] = {
        "study": study,
        "timezone": str(where),
        "blocs": [(n, b.style(blocs, n), n in blocs.reference) for n in blocs.all],
        "answer": summary.get("answer") or [],
        "claims": claims(summary),
        "facts": quality.facts(summary.get("quality") or {}, where),
        "notes": (summary.get("quality") or {}).get("notes") or [],
        "coverage": quality.coverage(results, blocs, where),
        "precision": quality.precision(results, blocs),
        "gaps": quality.gaps(results, blocs),
        "rejected": quality.rejected(results),
        "topics": quality.topics(summary, blocs),
        "volumes": quality.volumes(results, blocs),
        "mechanisms": mechanisms.pairs(results, blocs),
        "mechanism_words": b.MECHANISM_WORDS,
        "families": strongest,
        "families_shared": count(shared),
        "families_total": count(total),
        "families_largest": families.largest(results),
        "methods": methods.METHODS,
        "limits": summary.get("limits") or [],
        "sources": methods.sources(summary),
        "files": methods.files(results),
        "estimates": methods.estimates(results),
        "provenance": methods.provenance(manifest),
        "version": manifest.get("antiphon", ""),
    }
    made["coaction"] = coaction.section(results, blocs, where)
    said: dict[str, Any] = {
        "tone": tone.section(results, blocs, where),
        "tactics": tactics.section(results, blocs, where),
        "support_posts": {"shown": support.behind(results, blocs, where)},
        "target_posts": {"shown": targets.behind(results, blocs, where)},
    }
    return made | flows(results, flow, blocs) | said | inferred(results, blocs)


def inferred(results: Results, blocs: Blocs) -> dict[str, Any]:
    """What was weighed, timed and rehearsed."""
    lead_figure, grid, reasons = leads.section(results, blocs)
    reach_figure, grids = amplification.section(results, blocs)
    support_figure, ledgers = support.section(results, blocs)
    return {
        "matrices": assessment.matrices(results),
        "lagcurves": lagcurves.drawing(results),
        "synchrony": timing.section(results, "synchrony", blocs),
        "simultaneity": timing.section(results, "simultaneity", blocs),
        "lead_figure": lead_figure,
        "leads": grid,
        "lead_reasons": reasons,
        "reach_figure": reach_figure,
        "amplification": grids,
        "support_figure": support_figure,
        "support": ledgers,
        "targets": targets.section(results, blocs),
        "power": power.section(results),
    }


def flows(results: Results, flow: list[dict[str, Any]], blocs: Blocs) -> dict[str, Any]:
    """Who repeats whom, and how fast."""
    between, outside = repeats.between(flow, blocs), repeats.outside(flow, blocs)
    return {
        "repeated": sum(row["posts"] or 0 for row in between),
        "eligible": count(sum({r["repeater"]: r["eligible"] or 0 for r in between}.values())),
        "flow_figure": repeats.rates("flow", "Posts that repeat the other bloc", between, blocs),
        "pairs": repeats.pair_grids(flow, blocs),
        "outside_figure": repeats.rates(
            "outside", "The same with the reference blocs", outside, blocs
        ),
        "outside": repeats.listing(
            "With the reference blocs",
            outside,
            blocs,
            "The yardstick: the same counts against outsiders.",
        ),
        "inside": repeats.listing(
            "Within each bloc",
            repeats.inside(flow, blocs),
            blocs,
            "Posts that repeat an earlier post of another account of their own bloc.",
        ),
        "flow_counts": repeats.everything(flow, blocs),
        "lags": repeats.lag_figure(results, blocs),
    }


def claims(summary: Mapping[str, Any]) -> list[dict[str, str]]:
    """The study's claims with what the numbers say of them."""
    return [
        {
            "id": str(claim.get("id", "")),
            "text": str(claim.get("text", "")),
            "verdict": str(claim.get("verdict", "undetermined")),
            "sign": VERDICTS.get(str(claim.get("verdict")), "?"),
            "test": " ".join(str(claim.get(k) or "") for k in ("measure", "quantity")),
            "sides": " against ".join(str(claim[k]) for k in ("a", "b") if claim.get(k)),
            "expect": str(claim.get("expect", "")),
            "estimate": number(claim.get("estimate")),
            "interval": claimed(claim),
            "count": of(claim.get("n"), claim.get("denominator")),
            "reason": str(claim.get("reason") or ""),
        }
        for claim in summary.get("claims") or ()
    ]


def claimed(claim: Mapping[str, Any]) -> str:
    """The interval of a claim's estimate, and the word beside a machine's bare number."""
    bare = claim.get("method") == BARE
    if bare and claim.get("low") is None:
        return BARE
    return interval(claim.get("low"), claim.get("high")) + (f" ({BARE})" if bare else "")


def render(found: dict[str, Any]) -> str:
    """The page's HTML: everything inside, nothing from outside, all text escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("antiphon.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    specs = {f.id: f.specs for f in figures(found)}
    scripts = [bundle(), own("page.js")] if specs else []
    if found["coaction"].network:
        scripts.append(own("network.js"))
    style = own("style.css") + own("network.css")
    policy = POLICY.format(
        scripts=" ".join(map(fingerprint, scripts)) or "'none'", styles=fingerprint(style)
    )
    return environment.get_template("page.html.j2").render(
        found,
        policy=policy,
        style=Markup(style),  # noqa: S704  (our own file)
        scripts=[Markup(script) for script in scripts],  # noqa: S704  (our own files)
        specs=embedded(pooled(specs)),
    )


def pooled(specs: Mapping[str, Mapping[str, dict[str, Any]]]) -> dict[str, Any]:
    """The charts with what several of them share, data and house style, taken out once."""
    datasets: dict[str, Any] = {}
    config: dict[str, Any] = {}
    charts: dict[str, dict[str, Any]] = {}
    for name, drawn in specs.items():
        charts[name] = {}
        for kind, spec in drawn.items():
            datasets |= spec.get("datasets", {})
            config[kind] = spec["config"]
            own_part = {k: v for k, v in spec.items() if k not in ("datasets", "config", "$schema")}
            charts[name][kind] = own_part
    return {"charts": charts, "datasets": datasets, "config": config}


def figures(found: dict[str, Any]) -> list[Figure]:
    """The figures there are, in order of the page."""
    listed = [found["volumes"], found["flow_figure"], found["outside_figure"], found["lags"]]
    listed += [f for pair in found["mechanisms"] for f in (pair.figure, pair.periods)]
    listed += [found["lagcurves"], *found["synchrony"].figures, *found["simultaneity"].figures]
    listed += [found["reach_figure"], *found["tone"].figures, *found["tactics"].figures]
    listed += [found["support_figure"], found["lead_figure"]]
    listed += [part.figure for part in found["power"]]
    listed += [found["coaction"].chance, found["coaction"].course]
    return [figure for figure in listed if figure]


def own(name: str) -> str:
    """One of the files beside this one."""
    return files("antiphon.report").joinpath(name).read_text(encoding="utf-8")


def fingerprint(text: str) -> str:
    """The hash by which a content security policy knows an inline script or style."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
