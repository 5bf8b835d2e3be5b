/** The cards that look back, the days and the report of one person: their configuration, and what they say of numbers. */

import type { Days, Limits, Metrics } from "../data/protocol";
import type { ReadingState } from "./glucose";

export const DAYS_TYPE = "librelink-up-days-card";
export const REPORT_TYPE = "librelink-up-report-card";
export const SPANS = [14, 30, 90] as const;
export type Span = (typeof SPANS)[number];

export interface PageConfig {
  type: string;
  /** The person's *Glucose* entity. */
  entity?: string;
}

/** Returns the entity; throws an error with a text for the user when there is none. */
export function entityOf(config: PageConfig): string {
  if (typeof config.entity !== "string" || !config.entity) {
    throw new Error("Choose the Glucose entity of a person (entity).");
  }
  return config.entity;
}

export type Day = Days["days"][number];

/** The limits of the consensus in mg/dL: a clinic compares people by them, whatever limits somebody has of their own. */
export const CONSENSUS: Limits = { urgent_low: 54, low: 70, high: 180, urgent_high: 250 };

/** Shares of time in percent by the consensus, the highest range first; null: unknown. */
export function sharesOf(metrics: Metrics): readonly (readonly [ReadingState, number])[] | null {
  const { below_54, below_70, in_range, above_180, above_250 } = metrics;
  if (below_54 === null || below_70 === null || in_range === null || above_180 === null || above_250 === null) {
    return null;
  }
  return [
    ["urgent_high", above_250],
    ["high", above_180 - above_250],
    ["in_range", in_range],
    ["low", below_70 - below_54],
    ["urgent_low", below_54],
  ];
}
