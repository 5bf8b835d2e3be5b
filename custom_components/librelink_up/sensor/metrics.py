"""Sensor entities of a patient that sum up a span of time: time in range, mean, variability, GMI."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import PERCENTAGE
from homeassistant.core import callback

from ..account.metrics import LONG_SPANS, PeopleMetrics, Span
from ..coordinator import LibreLinkUpCoordinator
from ..entity import LibreLinkUpEntity
from ..glucose import GlucoseUnit, Metrics, Thresholds, in_unit

ATTR_HIGH = "high"
ATTR_LOW = "low"
ATTR_MEASURED = "measured"
ATTR_WHY = "why"

type _Attributes = Callable[[Metrics, Callable[[float], float], Thresholds], dict[str, Any]]

_AT_FIRST = (Span.TODAY, Span.DAY)
_SPANS_OF_GMI = (Span.TWO_WEEKS, Span.MONTH, Span.QUARTER)
"""Of a shorter time there is none (see `glucose.metrics`)."""


@dataclass(frozen=True, kw_only=True)
class MetricDescription(SensorEntityDescription):
    """A sensor entity that shows one of the metrics of a span."""

    span: Span
    value_fn: Callable[[Metrics], float | None]
    decimals: int = 0
    """Of a value in percent."""
    glucose: bool = False
    """It is glucose (mg/dL), shown in the patient's unit; otherwise it is percent."""
    attributes_fn: _Attributes | None = None


def _described(span: Span) -> Iterator[MetricDescription]:
    """Yield the metrics of a span that have an entity."""

    def described(
        name: str,
        value_fn: Callable[[Metrics], float | None],
        *,
        decimals: int = 0,
        glucose: bool = False,
        on_at_first: bool = span in _AT_FIRST,
        attributes_fn: _Attributes | None = None,
    ) -> MetricDescription:
        key = f"{name}_{span}"
        return MetricDescription(
            key=key,
            translation_key=key,
            state_class=SensorStateClass.MEASUREMENT,
            entity_registry_enabled_default=on_at_first,
            span=span,
            value_fn=value_fn,
            decimals=decimals,
            glucose=glucose,
            attributes_fn=attributes_fn,
        )

    yield described(
        "time_in_range",
        lambda metrics: metrics.within,
        attributes_fn=lambda metrics, shown, limits: {
            ATTR_LOW: shown(limits.low),
            ATTR_HIGH: shown(limits.high),
            ATTR_MEASURED: round(metrics.measured),
        },
    )
    yield described(
        "time_below_range",
        lambda metrics: metrics.below,
        decimals=1,  # What is aimed at is less than 4 and 1 percent: half a percent counts.
        attributes_fn=lambda _, shown, limits: {ATTR_LOW: shown(limits.low)},
    )
    yield described(
        "time_above_range",
        lambda metrics: metrics.above,
        attributes_fn=lambda _, shown, limits: {ATTR_HIGH: shown(limits.high)},
    )
    yield described("mean", lambda metrics: metrics.mean, glucose=True)
    yield described("cv", lambda metrics: metrics.cv)
    if span in _SPANS_OF_GMI:
        yield described(
            "gmi",
            lambda metrics: metrics.gmi,
            decimals=1,
            # The shortest time of which there is one is on at first, in the place of today's and the last day's.
            on_at_first=span is Span.TWO_WEEKS,
            attributes_fn=lambda metrics, _shown, _limits: {
                ATTR_MEASURED: round(metrics.measured),
                ATTR_WHY: metrics.why,
            },
        )


METRICS: tuple[MetricDescription, ...] = tuple(
    description for span in (*_AT_FIRST, *LONG_SPANS) for description in _described(span)
)


class MetricSensor(LibreLinkUpEntity, SensorEntity):
    """A sensor entity that shows one of the metrics; each value is a row in the recorder, so it has few digits."""

    entity_description: MetricDescription
    _unrecorded_attributes = frozenset({ATTR_LOW, ATTR_HIGH, ATTR_MEASURED, ATTR_WHY})

    def __init__(
        self,
        coordinator: LibreLinkUpCoordinator,
        subentry: ConfigSubentry,
        description: MetricDescription,
        metrics: PeopleMetrics,
    ) -> None:
        """Tie the entity to who works the metrics out."""
        super().__init__(coordinator, subentry, description)
        self._metrics = metrics
        self._was_available = self.available

    @override
    async def async_added_to_hass(self) -> None:
        """Want to know the metrics of the span."""
        await super().async_added_to_hass()
        span = self.entity_description.span
        self.async_on_remove(self._metrics.async_listen(self.patient_id, span, self.async_write_ha_state))

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write nothing at a poll but whether there is anything: what is new comes when metrics were worked out."""
        if self.available is not self._was_available:
            self._was_available = self.available
            super()._handle_coordinator_update()

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        """Return percent, or the patient's unit."""
        return self.glucose_unit.value if self.entity_description.glucose else PERCENTAGE

    @property
    @override
    def suggested_display_precision(self) -> int:
        """Return how many decimals there are."""
        if self.entity_description.glucose:
            return 1 if self.glucose_unit is GlucoseUnit.MMOL_L else 0
        return self.entity_description.decimals

    @property
    @override
    def native_value(self) -> float | None:
        """Return the value as it was worked out last."""
        known = self._metrics.of(self.patient_id, self.entity_description.span)
        value = self.entity_description.value_fn(known[0]) if known else None
        if value is None:
            return None
        if self.entity_description.glucose:
            return in_unit(value, self.glucose_unit)
        return round(value, self.entity_description.decimals or None)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return by which limits, and how much of the time was measured."""
        known = self._metrics.of(self.patient_id, self.entity_description.span)
        if known is None or self.entity_description.attributes_fn is None:
            return None
        metrics, limits = known
        return self.entity_description.attributes_fn(metrics, lambda mg_dl: in_unit(mg_dl, self.glucose_unit), limits)
