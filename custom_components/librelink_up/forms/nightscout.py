"""The Nightscout part of a form: its fields, and the check of what was entered."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.helpers.typing import VolDictType
import probatio as vol

from ..account.clock import utcnow
from ..const import (
    CONF_NIGHTSCOUT,
    CONF_NIGHTSCOUT_API,
    CONF_NIGHTSCOUT_SECRET,
    CONF_NIGHTSCOUT_SEND,
    CONF_NIGHTSCOUT_SINCE,
    CONF_NIGHTSCOUT_URL,
    DOMAIN,
    SEND_EVERY_READING,
    SEND_FIVE_MINUTES,
    SINCE_DAY,
    SINCE_EVER,
    SINCE_NOW,
    SUBENTRY_TYPE_PATIENT,
)
from ..nightscout import (
    Api,
    CredentialRejected,
    HttpsNeeded,
    Moved,
    NightscoutError,
    NotNightscout,
    ServerTrouble,
    SignOnNeeded,
    TlsError,
    UploadForbidden,
    create_client,
    is_exposed,
    normalise,
    site_key,
    split_credential,
)

CONF_ALLOW_HTTP = "allow_http"

_ERRORS: dict[type[NightscoutError], tuple[str, str]] = {
    TlsError: (CONF_NIGHTSCOUT_URL, "nightscout_tls"),
    HttpsNeeded: (CONF_NIGHTSCOUT_URL, "nightscout_https_needed"),
    Moved: (CONF_NIGHTSCOUT_URL, "nightscout_moved"),
    SignOnNeeded: (CONF_NIGHTSCOUT_URL, "nightscout_sign_on"),
    ServerTrouble: (CONF_NIGHTSCOUT_URL, "nightscout_server"),
    NotNightscout: (CONF_NIGHTSCOUT_URL, "not_nightscout"),
    CredentialRejected: (CONF_NIGHTSCOUT_SECRET, "nightscout_credential"),
    UploadForbidden: (CONF_NIGHTSCOUT_SECRET, "nightscout_forbidden"),
}


def nightscout_error(err: NightscoutError) -> tuple[str, str]:
    """Return in which field a failure is shown, and the key of its text."""
    return _ERRORS.get(type(err), (CONF_NIGHTSCOUT_URL, "nightscout_unreachable"))


def nightscout_fields(user_input: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> VolDictType:
    """Return the fields; the one that allows an unencrypted secret only where it matters.

    `known` are the settings until now. What was allowed for their address is not asked again; a box that is ticked
    beforehand would allow any other address that is entered beside it.
    """
    fields: VolDictType = {
        vol.Optional(CONF_NIGHTSCOUT_URL): TextSelector(TextSelectorConfig(type=TextSelectorType.URL)),
        vol.Optional(vol.Secret(CONF_NIGHTSCOUT_SECRET)): TextSelector(
            TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
        ),
    }
    if (url := _normalised(user_input.get(CONF_NIGHTSCOUT_URL))) and _to_allow(url, known):
        fields[vol.Required(CONF_ALLOW_HTTP, default=False)] = BooleanSelector()
    fields[vol.Required(CONF_NIGHTSCOUT_API, default=Api.V1.value)] = _select("nightscout_api", list(Api))
    fields[vol.Required(CONF_NIGHTSCOUT_SEND, default=SEND_EVERY_READING)] = _select(
        "nightscout_send", [SEND_EVERY_READING, SEND_FIVE_MINUTES]
    )
    fields[vol.Required(CONF_NIGHTSCOUT_SINCE, default=SINCE_DAY)] = _select(
        "nightscout_since", [SINCE_NOW, SINCE_DAY, SINCE_EVER]
    )
    return fields


def without_secret(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a form may suggest: a secret is never sent back, neither by itself nor in the address."""
    suggested = {key: value for key, value in (values or {}).items() if key != CONF_NIGHTSCOUT_SECRET}
    if (url := suggested.get(CONF_NIGHTSCOUT_URL)) and split_credential(url):
        suggested[CONF_NIGHTSCOUT_URL] = _normalised(url)
    return suggested


def entered_secret(user_input: Mapping[str, Any]) -> str:
    """Return the secret that was entered, by itself or in the address; empty without one."""
    secret: str = (user_input.get(CONF_NIGHTSCOUT_SECRET) or "").strip()
    return secret or split_credential(user_input.get(CONF_NIGHTSCOUT_URL) or "") or ""


def _select(key: str, options: list[str]) -> SelectSelector:
    return SelectSelector(SelectSelectorConfig(options=options, translation_key=key, mode=SelectSelectorMode.DROPDOWN))


async def async_check_nightscout(
    hass: HomeAssistant,
    user_input: Mapping[str, Any],
    patient_id: str,
    *,
    known: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Return the settings to keep (None: no forwarding) and the errors by field.

    `known` are the settings until now: an empty secret stands for theirs, and they are not checked again, so that
    everything else can be changed while the site is down. A secret in the address counts where none is entered by
    itself.
    """
    secret = entered_secret(user_input)
    if not (user_input.get(CONF_NIGHTSCOUT_URL) or "").strip():
        return None, {CONF_NIGHTSCOUT_URL: "address_missing"} if secret else {}
    url = _normalised(user_input[CONF_NIGHTSCOUT_URL])
    if url is None:
        return None, {CONF_NIGHTSCOUT_URL: "invalid_url"}
    if not secret and known and site_key(url) == site_key(known[CONF_NIGHTSCOUT_URL]):
        secret = known[CONF_NIGHTSCOUT_SECRET]
    if not secret:
        return None, {CONF_NIGHTSCOUT_SECRET: "secret_missing"}
    if _sites(hass).get(site_key(url), patient_id) != patient_id:
        return None, {CONF_NIGHTSCOUT_URL: "site_in_use"}
    if _to_allow(url, known) and not user_input.get(CONF_ALLOW_HTTP):
        return None, {CONF_NIGHTSCOUT_URL: "exposed"}
    api = Api(user_input[CONF_NIGHTSCOUT_API]).value
    access = {CONF_NIGHTSCOUT_URL: url, CONF_NIGHTSCOUT_SECRET: secret, CONF_NIGHTSCOUT_API: api}
    if not known or access.items() - known.items():
        try:
            access[CONF_NIGHTSCOUT_SECRET] = await _async_checked_secret(hass, access)
        except NightscoutError as err:
            field, error = nightscout_error(err)
            return None, {field: error}
    return access | {
        CONF_NIGHTSCOUT_SEND: user_input[CONF_NIGHTSCOUT_SEND],
        CONF_NIGHTSCOUT_SINCE: user_input[CONF_NIGHTSCOUT_SINCE],
    }, {}


async def _async_checked_secret(hass: HomeAssistant, access: Mapping[str, str]) -> str:
    """Return the secret as it is best kept, once the site has taken it. Raises what is wrong with the site or it."""
    client = create_client(
        async_get_clientsession(hass),
        url=access[CONF_NIGHTSCOUT_URL],
        secret=access[CONF_NIGHTSCOUT_SECRET],
        api=Api(access[CONF_NIGHTSCOUT_API]),
        now=partial(utcnow, hass),
    )
    await client.check()
    return client.secret


def _normalised(url: str | None) -> str | None:
    try:
        return normalise(url or "")
    except ValueError:
        return None


def _to_allow(url: str, known: Mapping[str, Any] | None) -> bool:
    """Return whether the user must allow that a secret goes to this address unencrypted."""
    return is_exposed(url) and not (known and url == known[CONF_NIGHTSCOUT_URL])


def _sites(hass: HomeAssistant) -> dict[str, str]:
    """Return which patient (id) every known site (key) belongs to: two people in one site would be one to a doctor."""
    return {
        site_key(settings[CONF_NIGHTSCOUT_URL]): str(subentry.unique_id)
        for entry in hass.config_entries.async_entries(DOMAIN)
        for subentry in entry.get_subentries_of_type(SUBENTRY_TYPE_PATIENT)
        if (settings := subentry.data.get(CONF_NIGHTSCOUT))
    }
