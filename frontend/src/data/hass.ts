/** What of Home Assistant's `hass` the card builds on: only what its documentation promises. */

export interface HassEntity {
  entity_id: string;
  state: string;
  attributes: Readonly<Record<string, unknown>>;
  last_changed: string;
}

/** An entity as the registry knows it. */
export interface HassEntityEntry {
  entity_id: string;
  platform?: string;
  device_id?: string | null;
  translation_key?: string;
  hidden?: boolean;
}

export interface Connection {
  sendMessagePromise<T>(message: Readonly<Record<string, unknown>>): Promise<T>;
  subscribeMessage<T>(
    callback: (event: T) => void,
    message: Readonly<Record<string, unknown>>,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
  addEventListener(type: "ready" | "disconnected", listener: () => void): void;
  removeEventListener(type: "ready" | "disconnected", listener: () => void): void;
}

export interface HassLocale {
  language: string;
  number_format: "language" | "system" | "comma_decimal" | "decimal_comma" | "space_comma" | "quote_decimal" | "none";
  time_format: "language" | "system" | "12" | "24";
  date_format: "language" | "system" | "DMY" | "MDY" | "YMD";
  time_zone: "local" | "server";
  first_weekday: string;
}

export interface HomeAssistant {
  connection: Connection;
  connected: boolean;
  states: Readonly<Record<string, HassEntity>>;
  entities: Readonly<Record<string, HassEntityEntry>>;
  devices: Readonly<Record<string, { id: string; name?: string | null; name_by_user?: string | null }>>;
  locale: HassLocale;
  language: string;
  user?: { is_admin: boolean };
  config: { time_zone: string; state: string };
  themes: { darkMode: boolean };
  localize(key: string, values?: Readonly<Record<string, unknown>>): string;
  callService(
    domain: string,
    service: string,
    data?: Readonly<Record<string, unknown>>,
    target?: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
  formatEntityState?(entity: HassEntity, state?: string): string;
}
