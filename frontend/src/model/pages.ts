/** The configuration of the cards that look back: the days and the report of one person. */

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
