"""Tests of the library; a package so that they can share strategies."""

from hypothesis import HealthCheck, settings

# No test is timed: on a busy machine an example may take as long as it takes.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
