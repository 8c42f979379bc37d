import pytest

from load.processes import CpuUse
from load.start_cost import work_out
from tests.unit.load.measured_runs import REST


def test_a_start_costs_what_everything_used_above_its_rest():
    # At rest gateway and Ray use 0.05 cores each: 0.2 s each over 4 s.
    use = CpuUse(
        {"call_actors": 1.0, "gateway": 0.2, "ray_system": 0.7, "driver": 3.0, "stand_ins": 1.0}, 4.0, 1.0
    )
    start = work_out(use, REST, 0.3, [0.2, 0.21, 0.9, 0.19, 0.2], 40.0)
    assert start.processes == 5
    assert start.cpu_s == pytest.approx((1.0 + 0.5 + 0.3) / 5)
    assert start.wall_s == 0.2
    assert start.pss_mib == 40.0
    assert start.cpu_s_by_component == pytest.approx(
        {"call_actors": 0.2, "ray_system": 0.1, "launchers": 0.06}
    )


def test_a_system_that_rests_more_than_before_makes_no_start_cheaper_than_nothing():
    use = CpuUse({"gateway": 0.0, "ray_system": 0.0}, 4.0, 0.1)
    assert work_out(use, REST, 0.0, [0.2], 40.0).cpu_s == 0.0
