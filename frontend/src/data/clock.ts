/** The only file that asks what time it is, or waits. */

/** Ms since the page began: for waiting, not for ages. It is never set back, but may stand still while a machine sleeps. */
export function now(): number {
  return performance.now();
}

/** Calls once after some ms; what is returned takes it back. */
export function later(call: () => void, ms: number): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}

const HEARD = 5;

interface Heard {
  server: number;
  browser: number;
  ticks: number;
}

/**
 * The server's clock, from the times that it sends.
 *
 * What has passed since then, the browser's clock says, which somebody may set back, and so do the ticks, which may stand
 * still during sleep: the larger of the two counts, so that nothing looks newer than it is. A browser's clock that is set
 * forward lets values look older than they are for the next few messages.
 *
 * A message that was long on its way, or waited until a sleeping page woke, makes the server look slow: ages would be
 * too short, and an old value look new. So the least delayed of the last few counts.
 */
export class ServerClock {
  private last: readonly Heard[] = [];

  /** Takes in what the server's clock showed when it sent something that has just come. */
  heard(server: number): void {
    this.last = [...this.last.slice(1 - HEARD), { server, browser: Date.now(), ticks: now() }];
  }

  /** What it shows at this moment, in ms; the browser's clock until something was heard. */
  get now(): number {
    const browser = Date.now();
    const ticks = now();
    const shown = (one: Heard): number => one.server + Math.max(browser - one.browser, ticks - one.ticks);
    return this.last.length ? Math.max(...this.last.map(shown)) : browser;
  }
}
