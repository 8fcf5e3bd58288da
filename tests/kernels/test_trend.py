"""Trends by pseudo-outcomes: covered where the machine's own drift would mislead."""

from __future__ import annotations

import numpy as np

from antiphon.kernels.corrected import Everything, Sample
from antiphon.kernels.trend import Times, trend

UNITS = 6000


def world(rng, size, slope, *, accounts=60, share=0.3):
    """Labels that grow by `slope` in a unit of time, a machine whose alarms grow as well."""
    account, time = rng.integers(0, accounts, UNITS), rng.random(UNITS)
    truth = rng.random(UNITS) < share + slope * (time - 0.5)
    score = np.where(truth, rng.random(UNITS) < 0.9, rng.random(UNITS) < 0.4 * time).astype(float)
    drawn = rng.choice(UNITS, size, replace=False)

    def sums(values):
        return np.bincount(account, values, accounts)

    everything = Everything(sums(np.ones(UNITS)), sums(score))
    times = Times(sums(time), sums(time**2), sums(time * score))
    label = truth.astype(float)
    sample = Sample(label[drawn], score[drawn], np.full(size, size / UNITS), account[drawn])
    return sample, time[drawn], everything, times, np.polyfit(time, score, 1)[0]


def test_the_slope_is_covered_though_the_machine_drifts():
    rng = np.random.default_rng(41)
    for slope in (0.0, 0.2):
        hits, gains, bare = [], [], []
        for _ in range(150):
            *given, machine = world(rng, 150, slope)
            found, alone = trend(*given), trend(*given, machine=False)
            hits.append(found.low <= slope <= found.high)
            gains.append((found.high - found.low) / (alone.high - alone.low))
            bare.append(machine - slope)
        assert 0.91 <= np.mean(hits) <= 1.0
        assert np.mean(gains) < 0.95
        assert np.mean(bare) > 0.1, "the machine alone would find a rise"


def test_times_may_count_from_any_beginning():
    sample, time, everything, times, _ = world(np.random.default_rng(42), 100, 0.2)
    later = Times(
        times.times + 50 * everything.units,
        times.squares + 100 * times.times + 2500 * everything.units,
        times.scored + 50 * everything.scores,
    )
    one, other = trend(sample, time, everything, times), trend(sample, time + 50, everything, later)
    np.testing.assert_allclose(one[:3], other[:3], atol=1e-7)


def test_without_labels_that_differ_the_slope_stays_uncertain():
    sample, time, everything, times, _ = world(np.random.default_rng(43), 60, 0.0)
    none = Sample(np.zeros(60), sample.score, sample.inclusion, sample.account)
    for clustered in (True, False):
        found = trend(none, time, everything, times, clustered=clustered)
        assert found.high - found.low > 0.05
        assert found.low < 0 < found.high


def test_no_slope_without_time_or_with_too_few_labels():
    sample, time, everything, times, _ = world(np.random.default_rng(44), 60, 0.0)
    assert trend(sample, np.zeros(60), everything, times) is None
    few = Sample(sample.label[:4], sample.score[:4], sample.inclusion[:4], sample.account[:4])
    assert trend(few, time[:4], everything, times) is None


def test_few_accounts_speak_of_their_own_units_alone():
    assert not trend(*world(np.random.default_rng(45), 60, 0.0, accounts=3)[:4]).clustered
    assert trend(*world(np.random.default_rng(45), 60, 0.0, accounts=9)[:4]).clustered
