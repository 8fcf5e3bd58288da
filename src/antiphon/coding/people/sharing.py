"""Rows of PREVALENCES: each part's share of each label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.kernels.corrected import human, powered
from antiphon.kernels.pseudo import supervised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.coding.people.domains import Domain, Domains
    from antiphon.coding.settings import Estimation

METHODS = {"ppi": powered, "dsl": supervised}
NOBODY = "nobody has coded a drawn sample of these"
LEARNT = "people alone: the machine learnt from what they said"
NO_HELP = "people alone: the machine would make it no surer"


def shares(domains: Domains, settings: Estimation, *, heeded: bool) -> Iterator[dict[str, Any]]:
    """A row for each part and label; of people alone only where they coded enough."""
    code, target, coder = domains.question
    for domain in domains.cut():
        enough = len(domain.units) >= settings.least
        if not (coder or enough):
            continue
        for label in domains.labels:
            everything = domains.everything(domain, label)
            row: dict[str, Any] = {
                "code": code,
                "target": target,
                "label": label,
                "bloc": domain.bloc,
                "kind": domain.kind,
                "period": domain.period,
                "coder": coder,
                "machine": everything.mean if coder else None,
                "n_posts": round(float(everything.units.sum())),
                "n_accounts": len(everything.units),
                "n_human": len(domain.units),
            }
            if enough:
                yield row | corrected(domains, domain, label, settings, heeded=heeded)
            else:
                yield row | bare(everything.mean, len(domain.units))


def bare(share: float, coded: int) -> dict[str, Any]:
    """What a row says where nobody checked the machine."""
    few = f"only {coded} of them {'was' if coded == 1 else 'were'} coded by people"
    return {
        "estimate": share,
        "low": None,
        "high": None,
        "near": None,
        "far": None,
        "method": "uncalibrated",
        "clustered": False,
        "reason": few if coded else NOBODY,
    }


def corrected(
    domains: Domains, domain: Domain, label: str, settings: Estimation, *, heeded: bool
) -> dict[str, Any]:
    """What a row says where people coded enough."""
    everything = domains.everything(domain, label)
    sample = domains.sample(domain, label)
    assert domains.coded is not None  # noqa: S101  (there is a sample)
    coders = domains.coded.coders(label, domain.units)
    method = METHODS[settings.method] if heeded else human
    found = method(sample, everything, clustered=settings.clustered, coders=coders)
    reasons = [domains.remark()]
    if settings.clustered and not found.clustered:
        reasons.append("too few accounts to speak of more than these posts")
    if domains.question.coder and not found.tuning:
        reasons.append(NO_HELP if heeded else LEARNT)
    return {
        "estimate": found.estimate,
        "low": found.low,
        "high": found.high,
        "near": found.near,
        "far": found.far,
        "method": settings.method if found.tuning else "human",
        "clustered": found.clustered,
        "reason": "; ".join(reason for reason in reasons if reason),
    }
