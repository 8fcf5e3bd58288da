"""Settings of all tests, and the cluster that some of them share."""

from __future__ import annotations

import made_cluster
import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)  # machines are noisy; slow tests show elsewhere
settings.load_profile("steady")


@pytest.fixture(scope="session")
def spark():
    """One session for all tests that need a cluster; they are in the group `spark`."""
    made_cluster.needed()
    with made_cluster.CLUSTER.open() as session:
        yield session
