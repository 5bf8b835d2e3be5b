/** The only file that asks what time it is, or waits. */

/** The browser's clock in ms; it may be minutes off: see `ServerClock`. */
export function now(): number {
  return Date.now();
}

/** Calls once after some ms; what is returned takes it back. */
export function later(call: () => void, ms: number): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}

const HEARD = 5;

/**
 * The server's clock, from the times that it sends.
 *
 * A message that was long on its way, or waited until a sleeping page woke, makes the server look slow: ages would be
 * too short, and an old value look new. So the least delayed of the last few counts.
 */
export class ServerClock {
  private ahead: number[] = [];

  /** Takes in what the server's clock showed when it sent something that has just come. */
  heard(server: number): void {
    this.ahead = [...this.ahead.slice(1 - HEARD), server - now()];
  }

  /** What it shows at this moment, in ms; the browser's clock until something was heard. */
  get now(): number {
    return now() + (this.ahead.length ? Math.max(...this.ahead) : 0);
  }
}
