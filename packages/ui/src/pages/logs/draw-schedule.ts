/** Lines that come in faster are drawn together: nobody reads five screens of them a second. */
const DRAW_EVERY_MS = 200;

/** Decides when a list that changes is drawn: in one frame, however many changes it has. */
export class DrawSchedule {
  readonly #draw: () => void;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnMs = Number.NEGATIVE_INFINITY;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Draws in the next frame. */
  readonly next = (): void => {
    if (this.#frame !== 0) return;
    this.cancel();
    this.#frame = requestAnimationFrame((nowMs) => {
      this.#frame = 0;
      this.#drawnMs = nowMs;
      this.#draw();
    });
  };

  /** Draws in the next frame, but no sooner than a fifth of a second after the last time. */
  readonly later = (): void => {
    if (this.#frame !== 0 || this.#timer !== undefined) return;
    const waitMs = this.#drawnMs + DRAW_EVERY_MS - performance.now();
    if (waitMs <= 0) return this.next();
    this.#timer = setTimeout(this.next, waitMs);
  };

  /** What was to be drawn is not. */
  cancel(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
    this.#timer = undefined;
  }
}
