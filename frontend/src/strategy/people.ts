/** Whom a dashboard is about, by what the page knows already: nothing is asked for, and only what the user may see counts. */

import type { HomeAssistant } from "../data/hass";

/** What of the page's knowledge decides who is on a dashboard. */
export type Known = Pick<HomeAssistant, "entities" | "devices" | "states" | "language">;

export interface Followed {
  device: string;
  name: string;
  /** Entity ids by translation key, such as `glucose` or `sensor_expires`; hidden and disabled ones are not there. */
  entities: Readonly<Record<string, string>>;
}

const PLATFORM = "librelink_up";

/** Returns everybody who has a glucose entity that this user may see, by name. */
export function followed(known: Known): readonly Followed[] {
  const found = new Map<string, Record<string, string>>();
  for (const { entity_id, device_id, platform, translation_key, hidden } of Object.values(known.entities)) {
    // States are sent to those only who may read them; the registry is sent to everybody.
    if (platform === PLATFORM && device_id && translation_key && !hidden && entity_id in known.states) {
      const entities = found.get(device_id) ?? {};
      found.set(device_id, { ...entities, [translation_key]: entity_id });
    }
  }
  return [...found]
    .filter(([, entities]) => "glucose" in entities)
    .map(([device, entities]) => ({ device, name: nameOf(known, device), entities }))
    .sort((one, other) => one.name.localeCompare(other.name, known.language) || one.device.localeCompare(other.device));
}

function nameOf({ devices }: Known, device: string): string {
  return devices[device]?.name_by_user || devices[device]?.name || "?";
}

const ours = new WeakMap<Known["entities"], readonly string[]>();

/** Returns the entities of the integration: looked for once for each registry, as it is asked with every state change. */
function entitiesOf(registry: Known["entities"]): readonly string[] {
  let known = ours.get(registry);
  if (!known) {
    known = Object.keys(registry).filter((id) => registry[id]?.platform === PLATFORM);
    ours.set(registry, known);
  }
  return known;
}

/** Returns whether a dashboard made of what was known before shows something else now. */
export function differs(before: Known, now: Known): boolean {
  if (before.entities === now.entities && before.devices === now.devices && before.language === now.language) {
    const came = (id: string): boolean => id in before.states !== id in now.states;
    return before.states !== now.states && entitiesOf(now.entities).some(came);
  }
  return JSON.stringify([before.language, followed(before)]) !== JSON.stringify([now.language, followed(now)]);
}
