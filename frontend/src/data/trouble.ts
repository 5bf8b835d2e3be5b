/** Why there is nothing (new) to show. */
export type Trouble =
  /** Nobody has answered yet. */
  | "loading"
  /** Home Assistant cannot be reached: what was last heard is still there, and grows old. */
  | "disconnected"
  /** The integration is not there (any more). */
  | "not_installed"
  /** No *Glucose* entity of the integration has this name. */
  | "not_found"
  /** The account is not loaded. */
  | "not_loaded"
  /** This user may not see the person. */
  | "unauthorized"
  | "journal_unreadable"
  /** Something else. */
  | "failed";

const CONNECTION_LOST = 3;

const BY_CODE: ReadonlyMap<unknown, Trouble> = new Map([
  ["unknown_command", "not_installed"],
  ["not_found", "not_found"],
  ["not_loaded", "not_loaded"],
  ["unauthorized", "unauthorized"],
  ["journal_unreadable", "journal_unreadable"],
]);

/** What a request that was refused means. */
export function troubleOf(reason: unknown): Trouble {
  if (reason === CONNECTION_LOST) {
    return "disconnected";
  }
  return BY_CODE.get((reason as { code?: unknown } | null | undefined)?.code) ?? "failed";
}
