/** A Home Assistant as the card's data layer meets it: it refuses whatever nobody has prepared it for. */

import type { Connection } from "../../src/data/hass";
import type { Person, PersonEvent, Readings, Row } from "../../src/data/protocol";

export const ANNA = "sensor.anna_glucose";

export const reading = (time: number): NonNullable<Person["reading"]> => ({
  time,
  glucose: 112,
  trend: "steady",
  out_of_range: 0,
});

export function person(more: Partial<Person> = {}): Person {
  return {
    entity_id: ANNA,
    device_id: "anna",
    name: "Anna",
    unit: "mg/dL",
    limits: { urgent_low: 54, low: 70, high: 180, urgent_high: 250 },
    now: Date.now(),
    reading: reading(Date.now() - 30_000),
    stale_at: Date.now() + 870_000,
    state: "in_range",
    since: null,
    change: 2,
    pressure: false,
    forecast: [],
    low_in: null,
    today: { start: 0, end: 1, below: 0, in_range: 100, above: 0, measured: 100 },
    told: [],
    sensor: null,
    nightscout: null,
    silence: { silenced: false, until: null, alerting: false, acknowledge: null, snooze: null },
    ...more,
  };
}

export const row = (time: number, glucose = 100): Row => [time, glucose, 2, 0];

interface Asked {
  message: Readonly<Record<string, unknown>>;
  answer: (result: unknown) => Promise<void>;
  refuse: (reason: unknown) => Promise<void>;
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i += 1) {
    await Promise.resolve();
  }
};

/** The connection: each message waits until the test answers it. */
export class FakeConnection {
  readonly asked: Asked[] = [];
  /** Subscriptions that the server has, by entity. */
  readonly subscribed: { entityId: unknown; send: (event: PersonEvent) => void }[] = [];
  private readonly listeners = new Map<string, Set<() => void>>();

  get connection(): Connection {
    return this as unknown as Connection;
  }

  get listening(): number {
    return [...this.listeners.values()].reduce((sum, some) => sum + some.size, 0);
  }

  addEventListener(type: string, listener: () => void): void {
    this.listeners.set(type, (this.listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: () => void): void {
    this.listeners.get(type)?.delete(listener);
  }

  sendMessagePromise<T>(message: Readonly<Record<string, unknown>>): Promise<T> {
    if (!["readings", "days", "report"].some((type) => message.type === `librelink_up/${type}`)) {
      throw new Error(`nobody expects ${message.type}`);
    }
    return this.ask(message);
  }

  async subscribeMessage(
    send: (event: PersonEvent) => void,
    message: Readonly<Record<string, unknown>>,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>> {
    if (message.type !== "librelink_up/subscribe" || options?.resubscribe !== false) {
      throw new Error(`nobody expects ${JSON.stringify([message, options])}`);
    }
    await this.ask(message);
    const subscription = { entityId: message.entity_id, send };
    this.subscribed.push(subscription);
    return async () => {
      const index = this.subscribed.indexOf(subscription);
      if (index < 0) {
        throw { code: "not_found" };
      }
      this.subscribed.splice(index, 1);
    };
  }

  private ask<T>(message: Readonly<Record<string, unknown>>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.asked.push({
        message,
        answer: async (result) => {
          resolve(result as T);
          await settle();
        },
        refuse: async (reason) => {
          reject(reason);
          await settle();
        },
      });
    });
  }

  /** Takes the oldest message of a type that waits for an answer. */
  next(type: "subscribe" | "readings" | "days" | "report"): Asked {
    const index = this.asked.findIndex(({ message }) => message.type === `librelink_up/${type}`);
    const [asked] = index < 0 ? [] : this.asked.splice(index, 1);
    if (!asked) {
      throw new Error(`nobody has asked for ${type}`);
    }
    return asked;
  }

  send(event: PersonEvent): void {
    for (const { send } of this.subscribed) {
      send(event);
    }
  }

  /** The connection is lost, and with it everything that was asked or subscribed. */
  lose(): void {
    this.asked.splice(0);
    this.subscribed.splice(0);
    this.fire("disconnected");
  }

  fire(type: "ready" | "disconnected"): void {
    for (const listener of this.listeners.get(type) ?? []) {
      listener();
    }
  }
}

export const answer = (rows: readonly Row[], more: Partial<Readings> = {}): Readings => ({
  rows,
  marks: [],
  gap: 360_000,
  first: null,
  ...more,
});
