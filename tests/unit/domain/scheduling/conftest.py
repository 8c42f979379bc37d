import pytest

from domain.business import BusinessProfile, Offering, StaffMember
from tests.unit.domain.scheduling.salon import COLOUR, HAIRCUT, LEO, MIA, BuildProfile, build_profile


@pytest.fixture
def profile() -> BusinessProfile:
    return build_profile()


@pytest.fixture
def profile_with() -> BuildProfile:
    return build_profile


@pytest.fixture
def haircut() -> Offering:
    return HAIRCUT


@pytest.fixture
def colour() -> Offering:
    return COLOUR


@pytest.fixture
def mia() -> StaffMember:
    return MIA


@pytest.fixture
def leo() -> StaffMember:
    return LEO
