/** Shares of a bar and parts of a ring. */

import type { Shares } from "../data/protocol";

/** Whole percentages that are 100 together: what was rounded off goes where most of it was. Null: nothing is known. */
export function wholePercents({ below, in_range, above }: Shares): readonly [number, number, number] | null {
  if (below === null || in_range === null || above === null) {
    return null;
  }
  const exact = [below, in_range, above] as const;
  const whole = exact.map(Math.floor) as [number, number, number];
  const order = [0, 1, 2].sort((one, other) => rest(exact[other]) - rest(exact[one]));
  const missing = Math.round(100 - whole[0] - whole[1] - whole[2]);
  for (const index of order.slice(0, Math.max(missing, 0))) {
    whole[index as 0 | 1 | 2] += 1;
  }
  return whole;
}

function rest(value: number | undefined): number {
  return (value ?? 0) % 1;
}

/** How much of a sensor's life is left, from 1 to 0. */
export function lifeLeft(sensor: { started: number; expires: number }, now: number): number {
  const life = sensor.expires - sensor.started;
  return life > 0 ? Math.min(Math.max((sensor.expires - now) / life, 0), 1) : 0;
}
