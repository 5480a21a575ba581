import type { LogRecord } from '@telltale/station/contract';

/** A record of the list. What came in live has no id: its store has not been asked for it. */
export interface Line {
  readonly key: string;
  readonly id: string | undefined;
  readonly record: LogRecord;
  /** As it was last drawn, where that may be other than usual; 0 before. */
  heightPx: number;
}

/** What a {@link LineBuffer} holds at most. */
export interface BufferLimits {
  readonly lines: number;
  /** Of messages, as a bound on memory: a line may be a megabyte. */
  readonly characters: number;
}

/** What a page holds at most. */
export const BUFFER_LIMITS: BufferLimits = { lines: 100_000, characters: 64 * 1024 * 1024 };

/** Lines, the newest first; beyond its limits the oldest are given up. */
export class LineBuffer {
  readonly #limits: BufferLimits;
  /** The oldest first, so that new ones are put at the end. */
  #lines: Line[] = [];
  #characters = 0;

  constructor(limits: BufferLimits = BUFFER_LIMITS) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#lines.length;
  }

  /** Whether older lines could not be kept. */
  get isFull(): boolean {
    return this.#lines.length >= this.#limits.lines || this.#characters >= this.#limits.characters;
  }

  /** A line by its place; the newest is at 0. */
  at(index: number): Line | undefined {
    return this.#lines[this.#lines.length - 1 - index];
  }

  /** Lines between two places. */
  slice(start: number, end: number): readonly Line[] {
    const { length } = this.#lines;
    return this.#lines.slice(Math.max(0, length - end), Math.max(0, length - start)).reverse();
  }

  /** Puts newer lines in front; of several, the newest is the last. */
  addNewer(lines: readonly Line[]): void {
    for (const line of lines) {
      this.#lines.push(line);
      this.#characters += line.record.message.length;
    }
    this.#dropOldest();
  }

  /** Puts older lines at the end; of several, the newest is the first. */
  addOlder(lines: readonly Line[]): void {
    this.#lines = [...lines.toReversed(), ...this.#lines];
    for (const { record } of lines) this.#characters += record.message.length;
    this.#dropOldest();
  }

  /** Moves all lines of another buffer in front of these. */
  take(other: LineBuffer): void {
    this.addNewer(other.#lines);
    other.clear();
  }

  clear(): void {
    this.#lines = [];
    this.#characters = 0;
  }

  /** Forgets how high lines were drawn. */
  forgetHeights(): void {
    for (const line of this.#lines) line.heightPx = 0;
  }

  #dropOldest(): void {
    const { lines, characters } = this.#limits;
    let count = Math.max(0, this.#lines.length - lines);
    for (let i = 0; i < count; i++) this.#characters -= this.#lines[i].record.message.length;
    while (this.#characters > characters && count < this.#lines.length - 1) {
      this.#characters -= this.#lines[count++].record.message.length;
    }
    if (count > 0) this.#lines.splice(0, count);
  }
}
