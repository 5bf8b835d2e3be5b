"""What all tests share: the settings of Hypothesis, and options for the contract suite."""

from hypothesis import HealthCheck, settings
import pytest

settings.register_profile(
    "default",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightscout-url", help="run the contract suite against this Nightscout, too")
    parser.addoption("--nightscout-secret", help="its API secret")


@pytest.fixture(autouse=True)
def _custom_integrations(request: pytest.FixtureRequest) -> None:
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")
