/** What a glucose value is called: in the person's unit, and against their limits. Glucose is in mg/dL. */

import type { GlucoseState, Limits, OutOfRange, Row, Unit } from "../data/protocol";

/** The states that a reading itself can have. */
export const READING_STATES = ["urgent_low", "low", "in_range", "high", "urgent_high"] as const;
export type ReadingState = (typeof READING_STATES)[number];

export const HI: OutOfRange = 1;
export const LO: OutOfRange = 2;

/** mg/dL per mmol/L, as the maker's app converts. */
const MG_DL_PER_MMOL_L = 18;

/** Glucose as a person with this unit reads it: mg/dL whole, mmol/L with one decimal, half up. */
export function inUnit(glucose: number, unit: Unit): number {
  return unit === "mg/dL" ? Math.floor(glucose + 0.5) : Math.floor((glucose * 10) / MG_DL_PER_MMOL_L + 0.5) / 10;
}

/** Decimals that are written in a unit. */
export function decimals(unit: Unit): 0 | 1 {
  return unit === "mg/dL" ? 0 : 1;
}

/** Where a value stands against limits: at `low` and at `high` is in range. HI and LO are urgent, whatever the number. */
export function stateOf(glucose: number, outOfRange: OutOfRange, limits: Limits): ReadingState {
  if (outOfRange) {
    return outOfRange === LO ? "urgent_low" : "urgent_high";
  }
  if (glucose < limits.low) {
    return glucose < limits.urgent_low ? "urgent_low" : "low";
  }
  if (glucose > limits.high) {
    return glucose > limits.urgent_high ? "urgent_high" : "high";
  }
  return "in_range";
}

/** The same of a row. */
export function stateOfRow(row: Row, limits: Limits): ReadingState {
  return stateOf(row[1], row[3], limits);
}

/** Whether a state is one of a reading's own. */
export function isReadingState(state: GlucoseState): state is ReadingState {
  return (READING_STATES as readonly string[]).includes(state);
}
