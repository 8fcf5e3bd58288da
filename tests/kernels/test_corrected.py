"""Shares from a machine and a human sample: without bias, covered, never much wider."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from antiphon.kernels.corrected import WIDEST, Everything, Sample, apart, human, powered
from antiphon.kernels.intervals import newcombe
from antiphon.kernels.pseudo import supervised

UNITS, RUNS = 8000, 250


def world(rng, size, share, *, misses=0.2, alarms=0.1, accounts=200, alike=0.0):
    """Units with true labels, a machine that errs, a simple random sample; the true share."""
    rate = np.full(accounts, share)
    if alike:
        rate = rng.beta(share * (1 / alike - 1), (1 - share) * (1 / alike - 1), accounts)
    account = rng.integers(0, accounts, UNITS)
    truth = rng.random(UNITS) < rate[account]
    score = np.where(truth, rng.random(UNITS) > misses, rng.random(UNITS) < alarms).astype(float)
    drawn = rng.choice(UNITS, size, replace=False)
    everything = Everything(
        np.bincount(account, minlength=accounts).astype(float),
        np.bincount(account, score, accounts),
    )
    label = truth.astype(float)
    sample = Sample(label[drawn], score[drawn], np.full(size, size / UNITS), account[drawn])
    return sample, everything, float(label.mean())


def covered(found, truth):
    return found.low - 1e-12 <= truth <= found.high + 1e-12


@pytest.mark.parametrize("method", [powered, supervised])
@pytest.mark.parametrize("accuracy", [0.6, 0.8, 0.95])
def test_intervals_cover_shares_and_differences_where_the_machine_alone_does_not(method, accuracy):
    """Each bloc's machine errs otherwise; seeds of their own, disjoint from the benchmark's."""
    rng = np.random.default_rng(31)
    wrong = 1 - accuracy
    hits, differences, widths, bare = [], [], [], []
    for _ in range(RUNS):
        sides = []
        for share, misses, alarms in ((0.2, 0.5 * wrong, 1.2 * wrong), (0.3, wrong, 0.6 * wrong)):
            sample, everything, truth = world(rng, 120, share, misses=misses, alarms=alarms)
            found = method(sample, everything, clustered=False)
            alone = human(sample, everything, clustered=False)
            sides.append((found, truth))
            hits.append(covered(found, truth))
            bare.append(abs(everything.mean - truth) < 0.01)
            widths.append((found.high - found.low) / (alone.high - alone.low))
        _, low, high = newcombe(sides[0][0]._asdict(), sides[1][0]._asdict())
        differences.append(low <= sides[0][1] - sides[1][1] <= high)
    assert 0.92 <= np.mean(hits) <= 0.98
    assert 0.92 <= np.mean(differences) <= 0.985
    assert np.mean(bare) < 0.7
    assert max(widths) <= WIDEST + 1e-9
    if accuracy == 0.95:
        assert np.mean(widths) < 0.7, "a good machine makes the interval clearly narrower"


def test_accounts_that_are_alike_inside_are_clusters():
    """The share behind the accounts is covered only if they are taken for clusters."""
    rng = np.random.default_rng(32)
    with_, without = [], []
    for _ in range(RUNS):
        sample, everything, _ = world(rng, 300, 0.3, alike=0.2, accounts=25)
        with_.append(covered(powered(sample, everything), 0.3))
        without.append(covered(powered(sample, everything, clustered=False), 0.3))
    assert 0.91 <= np.mean(with_) <= 0.99
    assert np.mean(without) < 0.85


def test_unlike_chances_of_being_drawn_leave_no_bias():
    """Half of the sample from what the machine calls positive, a twentieth of all."""
    rng = np.random.default_rng(33)
    hits, found, naive = [], [], []
    for _ in range(RUNS):
        truth = rng.random(UNITS) < 0.08
        score = np.where(truth, rng.random(UNITS) < 0.6, rng.random(UNITS) < 0.02).astype(float)
        drawn, inclusion = [], []
        for value in (0.0, 1.0):
            among = np.flatnonzero(score == value)
            drawn.append(rng.choice(among, 75, replace=False))
            inclusion.append(np.full(75, 75 / len(among)))
        at = np.concatenate(drawn)
        sample = Sample(
            truth[at].astype(float), score[at], np.concatenate(inclusion), np.arange(150)
        )
        units = np.append(np.ones(150), UNITS - 150.0)
        scores = np.append(score[at], score.sum() - score[at].sum())
        share = powered(sample, Everything(units, scores), clustered=False)
        hits.append(covered(share, truth.mean()))
        found.append(share.estimate - truth.mean())
        naive.append(truth[at].mean() - truth.mean())
    assert 0.91 <= np.mean(hits) <= 0.985
    assert abs(np.mean(found)) < 0.004
    assert np.mean(naive) > 0.1


@pytest.mark.parametrize("clustered", [True, False])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_a_sample_all_of_one_label_is_no_certainty(label, clustered):
    sample, everything, _ = world(np.random.default_rng(34), 50, 0.02)
    all_one = replace(sample, label=np.full(50, label))
    for method in (human, powered, supervised):
        found = method(all_one, everything, clustered=clustered)
        assert found.high - found.low > 0.06
        assert found.low <= label <= found.high


def test_a_machine_that_is_right_on_a_rare_label_in_a_small_sample_is_not_trusted_blindly():
    label = np.zeros(60)
    label[:2] = 1
    everything = Everything(np.full(60, 100.0), label * 100)
    sample = Sample(label, label, np.full(60, 0.01), np.arange(60))
    found = powered(sample, everything, clustered=False)
    assert found.estimate == pytest.approx(2 / 60)
    assert found.high > 0.06


def test_a_machine_that_knows_nothing_is_not_heeded():
    sample, everything, _ = world(np.random.default_rng(35), 100, 0.3)
    constant = replace(sample, score=np.full(100, 0.4))
    flat = Everything(everything.units, everything.units * 0.4)
    assert powered(constant, flat) == human(constant, flat)
    assert powered(constant, flat).tuning == 0.0


def test_what_was_coded_whole_is_known():
    label = np.array([1.0, 0.0, 0.0, 1.0])
    sample = Sample(label, label, np.ones(4), np.arange(4))
    found = human(sample, Everything(np.ones(4), label), clustered=False)
    assert (found.estimate, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5), abs=1e-3)


def test_few_accounts_speak_of_their_own_units_alone():
    sample, everything, _ = world(np.random.default_rng(36), 100, 0.3, accounts=3)
    assert not powered(sample, everything).clustered
    sample, everything, _ = world(np.random.default_rng(36), 100, 0.3, accounts=6)
    assert powered(sample, everything).clustered


def test_a_kind_among_the_drawn_is_less_certain_than_all_of_them():
    """How many of a kind stand in each class of weights is known from the sample only."""
    label = np.repeat([1.0, 0.0], 20)
    inclusion = np.repeat([0.5, 0.05], 20)
    everything = Everything(np.full(40, 11.0), np.zeros(40))
    whole = Sample(label, np.zeros(40), inclusion, np.arange(40))
    part = replace(whole, whole=False)
    one, other = (human(s, everything, clustered=False) for s in (whole, part))
    assert one.estimate == other.estimate
    assert other.high - other.low > 1.1 * (one.high - one.low)


def test_differences_between_coders_widen_the_interval():
    sample, everything, _ = world(np.random.default_rng(37), 400, 0.3)
    one, other = (human(sample, everything, coders=v) for v in (0.0, 0.01))
    assert one.estimate == other.estimate
    assert other.high - other.low > 4 * 0.09 > one.high - one.low


def test_the_difference_of_rare_shares_is_told_more_narrowly_than_of_both_intervals():
    def of(found):
        label = (np.arange(100) < found).astype(float)
        sample = Sample(label, label * 0, np.full(100, 0.01), np.arange(100))
        return human(sample, Everything(np.full(100, 100.0), np.zeros(100)), clustered=False)

    one, other = of(3), of(1)
    value, low, high = apart(one, other)
    _, below, above = newcombe(one._asdict(), other._asdict())
    assert value == pytest.approx(0.02)
    assert below < low < 0 < value < high < above
    assert apart(other, one) == pytest.approx((-value, -high, -low))
    for share in (one, other):
        assert 0 < share.near < share.estimate < share.far < share.high


def test_a_mean_of_steps_is_covered_and_told_more_narrowly_than_a_share_of_the_same_size():
    """Steps between 0 and 1 vary less than yes and no with the same mean."""
    rng = np.random.default_rng(36)
    hits, widths, binary = [], [], []
    for _ in range(RUNS):
        steps = rng.choice(5, UNITS, p=[0.7, 0.18, 0.08, 0.03, 0.01]) / 4
        drawn = rng.choice(UNITS, 100, replace=False)
        everything = Everything(np.ones(UNITS), np.zeros(UNITS))
        sample = Sample(steps[drawn], np.zeros(100), np.full(100, 100 / UNITS), drawn)
        found = human(sample, everything, clustered=False)
        hits.append(covered(found, steps.mean()))
        widths.append(found.high - found.low)
        yes = (np.arange(100) < 100 * steps[drawn].mean()).astype(float)
        share = human(replace(sample, label=yes), everything, clustered=False)
        binary.append(share.high - share.low)
    assert 0.92 <= np.mean(hits) <= 0.985
    assert np.mean(widths) < 0.75 * np.mean(binary)
