"""Rows of PREVALENCE_TRENDS: how fast each bloc's share of a label grows in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.kernels.trend import trend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.coding.people.domains import Domain, Domains
    from antiphon.coding.settings import Estimation

YEAR = 365.25


def trends(domains: Domains, settings: Estimation, *, heeded: bool) -> Iterator[dict[str, Any]]:
    """A row for each bloc, and each kind of its actors, whose units are of more than one day."""
    code, target, coder = domains.question
    for domain in domains.cut(periods=False):
        for label in domains.labels:
            everything = domains.everything(domain, label)
            machine = bare(domains, domain, label)
            row: dict[str, Any] = {
                "code": code,
                "target": target,
                "label": label,
                "bloc": domain.bloc,
                "kind": domain.kind,
                "coder": coder,
                "machine": machine if coder else None,
                "n_posts": round(float(everything.units.sum())),
                "n_accounts": len(everything.units),
                "n_human": len(domain.units),
            }
            found = corrected(domains, domain, label, settings, heeded=heeded)
            if found:
                yield row | found
            elif coder and machine is not None:
                none = {"low": None, "high": None, "method": "uncalibrated"}
                yield row | {"estimate": machine} | none


def bare(domains: Domains, domain: Domain, label: str) -> float | None:
    """The machine's own growth in a year; none where all units are of one day."""
    everything = domains.everything(domain, label)
    times = domains.times(domain, label)
    total = everything.units.sum()
    centre = times.times.sum() / total
    spread = times.squares.sum() - centre**2 * total
    if spread <= 1e-9 * max(times.squares.sum(), 1.0):
        return None
    return float((times.scored.sum() - centre * everything.scores.sum()) / spread) * YEAR


def corrected(
    domains: Domains, domain: Domain, label: str, settings: Estimation, *, heeded: bool
) -> dict[str, Any] | None:
    """The growth as people would see it; none where they coded too few."""
    if len(domain.units) < settings.least or domains.coded is None:
        return None
    everything = domains.everything(domain, label)
    found = trend(
        domains.sample(domain, label),
        domains.coded.day[domain.units],
        everything,
        domains.times(domain, label),
        machine=heeded,
        clustered=settings.clustered,
    )
    if found is None:
        return None
    return {
        "estimate": found.estimate * YEAR,
        "low": found.low * YEAR,
        "high": found.high * YEAR,
        "method": "dsl" if heeded else "human",
    }
