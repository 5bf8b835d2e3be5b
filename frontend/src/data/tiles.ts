/**
 * The readings that are known, in tiles: stretches of time that are all of the same length at the same level of detail.
 *
 * At level 0 nothing is thinned; at each further level a pixel stands for twice the time. What is on screen is put
 * together from tiles, what is missing is asked for by whole tiles, and tiles that were not looked at for long are let
 * go. Times are in ms.
 */

import type { Mark, Row } from "./protocol";

/** How many pixels of the screen a tile is for. */
export const TILE_PIXELS = 256;
/** What a pixel stands for at level 0: no more than two readings, when there is one each minute. */
const FINEST = 2 * 60_000;
/** A line may come from before what is asked for, and go on after it. */
const MARGIN = 15 * 60_000;
const MOST_TILES = 64;
const MOST_AT_ONCE = 8;
/** A tile is 45 days then: nobody looks at more than the journal's 90, and the server answers for 400 at once. */
const COARSEST = 7;

export interface Span {
  start: number;
  end: number;
}

/** A span that is asked for at a level. */
export interface Wanted extends Span {
  level: number;
}

interface Tile extends Span {
  level: number;
  rows: readonly Row[];
  marks: readonly Mark[];
  /** Whether something has changed since it came. */
  stale: boolean;
  lookedAt: number;
}

/** The level at which a span is drawn in so many pixels. */
export function levelOf(span: number, width: number): number {
  return Math.min(COARSEST, Math.max(0, Math.floor(Math.log2(span / Math.max(1, width) / FINEST))));
}

export function tileLength(level: number): number {
  return TILE_PIXELS * FINEST * 2 ** level;
}

/** The pixels that a span of whole tiles is asked for with. */
export function widthOf({ start, end, level }: Wanted): number {
  return ((end - start) / tileLength(level)) * TILE_PIXELS;
}

/** Joins tiles that follow each other: a few long questions instead of many short ones. The newest is first. */
export function joined(tiles: readonly Span[], level: number): Wanted[] {
  const wanted: Wanted[] = [];
  for (const { start, end } of tiles) {
    const last = wanted.at(-1);
    if (last && last.end === start && end - last.start <= MOST_AT_ONCE * tileLength(level)) {
      last.end = end;
    } else {
      wanted.push({ start, end, level });
    }
  }
  return wanted.reverse();
}

const key = (level: number, start: number): string => `${level} ${start}`;
const within = (time: number, { start, end }: Span): boolean => start <= time && time < end;
const meet = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end;

/** Joins rows in order of time; of two of one time the latter's counts. */
function join(some: readonly Row[], more: readonly Row[]): readonly Row[] {
  const last = some.at(-1);
  const first = more[0];
  if (!first) {
    return some;
  }
  if (!last || last[0] < first[0]) {
    return [...some, ...more];
  }
  const byTime = new Map([...some, ...more].map((row) => [row[0], row]));
  return [...byTime.values()].sort((one, other) => one[0] - other[0]);
}

export class Tiles {
  private readonly tiles = new Map<string, Tile>();
  private looks = 0;

  /** How many readings are kept. */
  get size(): number {
    return [...this.tiles.values()].reduce((sum, tile) => sum + tile.rows.length, 0);
  }

  /** The tiles that a span lacks, oldest first. */
  missing(from: number, to: number, level: number): Span[] {
    return this.spans(from, to, level).filter(({ start }) => this.tiles.get(key(level, start))?.stale ?? true);
  }

  /** Takes in an answer. `stale`: something has changed while it was on its way. */
  put(wanted: Wanted, rows: readonly Row[], marks: readonly Mark[], stale: boolean): void {
    const { level } = wanted;
    for (let start = wanted.start; start < wanted.end; start += tileLength(level)) {
      const span = { start, end: start + tileLength(level) };
      this.tiles.set(key(level, start), {
        ...span,
        level,
        rows: rows.filter(([time]) => within(time, span)),
        marks: marks.filter(({ time }) => within(time, span)),
        stale,
        lookedAt: ++this.looks,
      });
    }
    this.letGo();
  }

  /** Takes in readings that have just come. */
  add(rows: readonly Row[]): void {
    for (const tile of this.tiles.values()) {
      tile.rows = join(
        tile.rows,
        rows.filter(([time]) => within(time, tile)),
      );
    }
  }

  /** Something has changed within a span: what is known of it is shown until it was asked for anew. */
  changed(span: Span): void {
    for (const tile of this.tiles.values()) {
      tile.stale ||= meet(tile, span);
    }
  }

  /** The readings and marks of a span, as far as they are known; where a tile is missing, of other levels. */
  known(from: number, to: number, level: number): { rows: readonly Row[]; marks: readonly Mark[] } {
    const rows: Row[] = [];
    const marks: Mark[] = [];
    for (const span of this.spans(from, to, level)) {
      const tile = this.tiles.get(key(level, span.start));
      const found = tile ? [tile] : this.ofOtherLevel(span, level);
      for (const one of found) {
        one.lookedAt = ++this.looks;
        rows.push(...one.rows.filter(([time]) => within(time, span)));
        marks.push(...one.marks.filter(({ time }) => within(time, span)));
      }
    }
    const shown = { start: from - MARGIN, end: to + MARGIN };
    return {
      rows: rows.filter(([time]) => within(time, shown)),
      marks: marks.filter(({ time }) => within(time, shown)),
    };
  }

  private spans(from: number, to: number, level: number): Span[] {
    const length = tileLength(level);
    const spans: Span[] = [];
    for (let start = Math.floor((from - MARGIN) / length) * length; start < to + MARGIN; start += length) {
      spans.push({ start, end: start + length });
    }
    return spans;
  }

  /** The tiles of the one level nearest by that has some of a span, oldest first. */
  private ofOtherLevel(span: Span, level: number): Tile[] {
    const found = [...this.tiles.values()].filter((tile) => meet(tile, span));
    const nearest = Math.min(...found.map((tile) => Math.abs(tile.level - level)));
    const best = found.find((tile) => Math.abs(tile.level - level) === nearest)?.level;
    return found.filter((tile) => tile.level === best).sort((one, other) => one.start - other.start);
  }

  private letGo(): void {
    const byUse = [...this.tiles.entries()].sort(([, one], [, other]) => one.lookedAt - other.lookedAt);
    for (const [name] of byUse.slice(0, Math.max(0, byUse.length - MOST_TILES))) {
      this.tiles.delete(name);
    }
  }
}
