/** A home with people, as Home Assistant's page knows them. */

import type { HassEntity, HassEntityEntry, HomeAssistant } from "../../src/data/hass";

const KEYS: Readonly<Record<string, string>> = {
  glucose: "sensor",
  acknowledge: "button",
  snooze: "button",
  silenced: "binary_sensor",
  signal_lost: "binary_sensor",
  sensor_state: "sensor",
  sensor_expires: "sensor",
};
export const WITH_NIGHTSCOUT = { ...KEYS, nightscout_problem: "binary_sensor", nightscout_waiting: "sensor" };

export type Home = Pick<HomeAssistant, "entities" | "devices" | "states" | "language" | "user"> & HomeAssistant;

export function entry(entity_id: string, more: Partial<HassEntityEntry> = {}): HassEntityEntry {
  return { entity_id, platform: "librelink_up", ...more };
}

export function state(entity_id: string, value = "unknown"): HassEntity {
  return { entity_id, state: value, attributes: {}, last_changed: "2026-11-25T12:00:00+00:00" };
}

/** A home in which these people are followed, beside a lamp; each with the entities of the given keys. */
export function home(people: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): Home {
  const entities: Record<string, HassEntityEntry> = { "light.lamp": { entity_id: "light.lamp", platform: "hue" } };
  const states: Record<string, HassEntity> = { "light.lamp": state("light.lamp", "on") };
  const devices: Record<string, { id: string; name: string }> = {};
  for (const [name, keys] of Object.entries(people)) {
    const device_id = `device of ${name}`;
    devices[device_id] = { id: device_id, name };
    for (const [key, domain] of Object.entries(keys)) {
      const id = `${domain}.${name.toLowerCase()}_${key}`;
      entities[id] = entry(id, { device_id, translation_key: key });
      states[id] = state(id);
    }
  }
  return { entities, states, devices, language: "en", user: { is_admin: true } } as unknown as Home;
}

export const PERSON = KEYS;

/** The same home with some entities changed; `null` takes one away. */
export function having(known: Home, changes: Readonly<Record<string, HassEntityEntry | null>>): Home {
  const entities = { ...known.entities };
  for (const [id, change] of Object.entries(changes)) {
    if (change) {
      entities[id] = change;
    } else {
      delete entities[id];
    }
  }
  return { ...known, entities };
}
