"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None)  # machines are noisy; slow tests show elsewhere
settings.load_profile("steady")
