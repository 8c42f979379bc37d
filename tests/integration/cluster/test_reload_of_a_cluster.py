"""`receptionist reload --config` against a running Ray: Serve replaces every replica by one of the new release."""

import pytest

from tests.support.ray_programs import told_by


@pytest.mark.timeout(200)
def test_a_new_release_replaces_the_replicas_of_a_cluster():
    (first, first_pid), (second, second_pid) = told_by("tests.integration.cluster.reloading_a_cluster", 180)
    assert (first, second) == ("first", "second")
    assert first_pid != second_pid
