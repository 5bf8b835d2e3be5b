from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, strategies as st
import pytest

from custom_components.librelink_up.glucose import OutOfRange, Reading, ReadingKind, Trend
from custom_components.librelink_up.nightscout import document, is_exposed, normalise, site_key, split_credential

TIME = datetime(2026, 11, 21, 0, 42, 38, tzinfo=UTC)


def test_the_one_document() -> None:
    assert document(Reading(TIME, 120, ReadingKind.CURRENT, Trend.STEADY)) == {
        "type": "sgv",
        "sgv": 120,
        "date": 1795221758000,
        "dateString": "2026-11-21T00:42:38.000Z",
        "sysTime": "2026-11-21T00:42:38.000Z",
        "utcOffset": 0,
        "app": "home-assistant-librelink-up",
        "device": "librelink-up",
        "direction": "Flat",
        # uuid5 of "librelink-up_1795221758000" in the server's own namespace: it never changes.
        "identifier": "085cfe6a-f354-56cf-b7cf-8882f81500af",
    }


@pytest.mark.parametrize(
    ("trend", "direction"),
    [
        (Trend.FALLING_QUICKLY, "SingleDown"),
        (Trend.FALLING, "FortyFiveDown"),
        (Trend.STEADY, "Flat"),
        (Trend.RISING, "FortyFiveUp"),
        (Trend.RISING_QUICKLY, "SingleUp"),
        (None, "NOT COMPUTABLE"),
    ],
)
def test_trends_are_directions(trend: Trend | None, direction: str) -> None:
    assert document(Reading(TIME, 120, ReadingKind.CURRENT, trend))["direction"] == direction


@given(st.integers(20, 600), st.sampled_from([None, *OutOfRange]))
def test_no_value_is_taken_for_an_error_code(glucose: int, out_of_range: OutOfRange | None) -> None:
    sgv = document(Reading(TIME, glucose, ReadingKind.CURRENT, None, out_of_range))["sgv"]
    assert sgv == max(glucose, 39)


@given(st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 12))
def test_a_moment_has_one_document_whatever_the_zone(time: datetime, hours: int) -> None:
    utc = time.replace(tzinfo=UTC, microsecond=0)
    local = utc.astimezone(timezone(timedelta(hours=hours)))
    assert document(Reading(utc, 100, ReadingKind.CURRENT)) == document(Reading(local, 100, ReadingKind.CURRENT))


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("my-site.example.org", "https://my-site.example.org"),
        (" https://my-site.example.org/ ", "https://my-site.example.org"),
        ("https://my-site.example.org/api/v1/entries.json", "https://my-site.example.org"),
        ("https://my-site.example.org//api", "https://my-site.example.org"),
        ("https://example.org/ns/api/v3/version", "https://example.org/ns"),
        ("https://example.org/ns/api/versions", "https://example.org/ns"),
        ("https://example.org/ns/api/v1.json", "https://example.org/ns"),
        (
            "http://homeassistant.local:8123/api/hassio_ingress/aB3",
            "http://homeassistant.local:8123/api/hassio_ingress/aB3",
        ),
        ("https://example.org/api/anna/api/v1/entries", "https://example.org/api/anna"),
        ("https://example.org/report/anna/report", "https://example.org/report/anna"),
        ("https://my-secret@my-site.example.org/api/v1/", "https://my-site.example.org"),
        ("https://ha-0123456789abcdef@my-site.example.org:8443", "https://my-site.example.org:8443"),
        ("https://my-site.example.org:443/report/", "https://my-site.example.org"),
        ("https://example.org/nsapi", "https://example.org/nsapi"),
        ("http://10.0.0.2:80/admin", "http://10.0.0.2"),
        ("https://my-site.example.org/?token=ha-123", "https://my-site.example.org"),
        ("http://192.168.1.5:1337/", "http://192.168.1.5:1337"),
        ("http://[::1]:1337", "http://[::1]:1337"),
        ("https://example.org/nightscout/", "https://example.org/nightscout"),
        ("HTTPS://My-Site.example.org", "https://my-site.example.org"),
        ("https://my-site.example.org.", "https://my-site.example.org"),
        ("my-site.example.org.:8443/", "https://my-site.example.org:8443"),
        ("https://Zucker-für-Anna.example.org./", "https://xn--zucker-fr-anna-nsb.example.org"),
        ("https://xn--zucker-fr-anna-nsb.example.org", "https://xn--zucker-fr-anna-nsb.example.org"),
        ("https://straße.example.org", "https://xn--strae-oqa.example.org"),
        ("https://my-site。example。org。", "https://my-site.example.org"),
    ],
)
def test_addresses_as_people_type_them(typed: str, address: str) -> None:
    assert normalise(typed) == address


@pytest.mark.parametrize(
    ("typed", "credential"),
    [
        ("https://my%20secret%21@my-site.example.org/api/v1/", "my secret!"),
        ("ha-0123456789abcdef@my-site.example.org", "ha-0123456789abcdef"),
        ("https://my-site.example.org/?token=ha-0123456789abcdef", "ha-0123456789abcdef"),
        (" https://my-site.example.org/report/?a=1&secret=s3cret+x#y", "s3cret x"),
        ("https://my-site.example.org/?token=", None),
        ("https://my-site.example.org", None),
        ("", None),
        ("http://[x", None),
    ],
)
def test_a_credential_in_an_address_is_taken_apart(typed: str, credential: str | None) -> None:
    assert split_credential(typed) == credential


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ftp://x",
        "https://",
        "https://user:pass@example.org",
        "https://a:b:c",
        "http://[x",
        "https://.",
        "https://ü ü.example",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the text
        normalise(typed)


@pytest.mark.parametrize(
    "typed", ["für-anna.example.org.", "FÜR-ANNA.example.org", "http://xn--fr-anna-n2a.example.org"]
)
def test_a_site_has_one_key_however_its_name_is_written(typed: str) -> None:
    assert site_key(normalise(typed)) == site_key(normalise("https://für-anna.example.org"))


@pytest.mark.parametrize(
    "typed",
    [
        "htp:/ something",
        "htp:/my-site.example.org",
        "http//my-site.example.org",
        "my site.org",
    ],
)
def test_a_typing_mistake_is_no_address(typed: str) -> None:
    with pytest.raises(ValueError, match="no web address"):
        normalise(typed)


def test_a_sites_key_tells_nothing_and_is_the_same_for_both_schemes() -> None:
    assert site_key("https://my-site.example.org") == site_key("http://my-site.example.org")
    assert "my-site" not in site_key("https://my-site.example.org")


@pytest.mark.parametrize(
    ("url", "exposed"),
    [
        ("https://example.org", False),
        ("http://example.org", True),
        ("http://8.8.8.8", True),
        ("http://192.168.1.5:1337", False),
        ("http://127.0.0.1", False),
        ("http://[fe80::1]", False),
        ("http://nightscout", False),
        ("http://nightscout.local", False),
        ("http://nas.home.arpa", False),
        ("http://nightscout.local.", False),
    ],
)
def test_a_secret_travels_openly_only_at_home(url: str, exposed: bool) -> None:
    assert is_exposed(url) is exposed
