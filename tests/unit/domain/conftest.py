import pytest

from domain.business import BusinessProfile, Offering, StaffMember
from tests.support.businesses import COLOUR, HAIRCUT, LEO, MIA, business


@pytest.fixture
def profile() -> BusinessProfile:
    return business()


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
