/** Pointer, wheel and keys on a picture, as four things that can be meant. At most one of each in a frame. */

/** What somebody means. Places and ways are pixels from the picture's left edge. */
export interface Gestures {
  /** Read what is there; null: no more. */
  read(x: number | null): void;
  pan(by: number): void;
  /** Stretch the time that is seen by a factor; what is at the place stays there. */
  zoom(factor: number, x: number): void;
}

/** Pixels by which a pointer may shake. */
const SHAKE = 6;
/** Milliseconds after which a finger that moves reads along, and does not move the picture. */
const HOLD = 300;
const WHEEL = 0.0015;

interface Pointer {
  x: number;
  readonly from: number;
  readonly since: number;
  readonly touch: boolean;
}

/** Listens on an element until the returned function is called. `tame` says whether a bare wheel may be taken. */
export function listen(element: HTMLElement, meant: Gestures, tame: () => boolean): () => void {
  const all = new AbortController();
  const pointers = new Map<number, Pointer>();
  let mode: "none" | "pan" | "read" | "pinch" = "none";
  let frame = 0;
  let by = 0;
  let factor = 1;
  let around = 0;
  let reading: number | null | undefined;

  const flush = (): void => {
    frame = 0;
    if (by !== 0) {
      meant.pan(by);
    }
    if (factor !== 1) {
      meant.zoom(factor, around);
    }
    if (reading !== undefined) {
      meant.read(reading);
    }
    by = 0;
    factor = 1;
    reading = undefined;
  };
  const soon = (): void => {
    frame ||= requestAnimationFrame(flush);
  };
  const read = (x: number | null): void => {
    reading = x;
    soon();
  };
  const placeOf = (event: MouseEvent): number => event.clientX - element.getBoundingClientRect().left;
  const distance = (): number => {
    const [one, other] = [...pointers.values()];
    return one && other ? Math.max(Math.abs(one.x - other.x), 20) : 20;
  };
  const middle = (): number => [...pointers.values()].reduce((sum, { x }) => sum + x, 0) / Math.max(pointers.size, 1);

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || pointers.size === 2) {
      return;
    }
    const x = placeOf(event);
    pointers.set(event.pointerId, { x, from: x, since: event.timeStamp, touch: event.pointerType === "touch" });
    element.setPointerCapture(event.pointerId);
    mode = pointers.size === 2 ? "pinch" : "none";
  };

  const move = (event: PointerEvent): void => {
    const x = placeOf(event);
    const pointer = pointers.get(event.pointerId);
    if (!pointer) {
      if (event.pointerType !== "touch") {
        read(x);
      }
      return;
    }
    if (mode === "pinch") {
      const [far, was] = [distance(), middle()];
      pointer.x = x;
      factor *= far / distance();
      around = middle();
      by += middle() - was;
      soon();
      return;
    }
    if (mode === "none" && Math.abs(x - pointer.from) > SHAKE) {
      mode = pointer.touch && event.timeStamp - pointer.since > HOLD ? "read" : "pan";
    }
    if (mode === "pan") {
      by += x - pointer.x;
      reading = null;
      soon();
    } else if (mode === "read") {
      read(x);
    }
    pointer.x = x;
  };

  const up = (event: PointerEvent): void => {
    if (pointers.delete(event.pointerId) && event.type === "pointerup" && mode === "none") {
      read(placeOf(event));
    }
    if (event.type === "pointercancel") {
      read(null);
    }
    mode = pointers.size === 0 ? "none" : "pan";
  };

  const wheel = (event: WheelEvent): void => {
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    // A bare wheel scrolls the page, unless the picture has been chosen.
    if (!sideways && !event.ctrlKey && !event.metaKey && !tame()) {
      return;
    }
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
    if (sideways) {
      by -= (event.deltaX || event.deltaY) * lines;
    } else {
      // Fingers on a pad come as small steps with the control key.
      const speed = event.ctrlKey && Math.abs(event.deltaY) < 50 ? 6 : 1;
      factor *= Math.exp(event.deltaY * lines * WHEEL * speed);
      around = placeOf(event);
    }
    soon();
  };

  const options = { signal: all.signal };
  element.addEventListener("pointerdown", down, options);
  element.addEventListener("pointermove", move, options);
  element.addEventListener("pointerup", up, options);
  element.addEventListener("pointercancel", up, options);
  element.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && read(null), options);
  element.addEventListener("wheel", wheel, { ...options, passive: false });
  return () => {
    all.abort();
    cancelAnimationFrame(frame);
  };
}
