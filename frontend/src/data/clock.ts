/** The only file that asks what time it is, or waits. */

/** The browser's clock in ms; it may be minutes off: see `serverClock`. */
export function now(): number {
  return Date.now();
}

/** Calls once after some ms; what is returned takes it back. */
export function later(call: () => void, ms: number): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}
