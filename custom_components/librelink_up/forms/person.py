"""What the dialogs of a person have in common: whose they are, as long as there is such a person."""

from typing import Any

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigSubentry,
    ConfigSubentryFlow,
    UnknownEntry,
    UnknownSubEntry,
)
from homeassistant.data_entry_flow import AbortFlow


class PersonDialog(ConfigSubentryFlow):
    """A dialog about a patient, which ends when they or their account are removed meanwhile."""

    def _account(self) -> ConfigEntry[Any]:
        """Return the account; ends the dialog when it was removed meanwhile."""
        try:
            return self._get_entry()
        except UnknownEntry:
            raise AbortFlow("account_gone") from None

    def _person(self) -> ConfigSubentry:
        """Return the patient's subentry; ends the dialog when it was removed meanwhile."""
        self._account()
        try:
            return self._get_reconfigure_subentry()
        except UnknownSubEntry:
            raise AbortFlow("person_gone") from None
