import type { LogBlockEntry } from './file/log-day-file.ts';
import type { LogBlockRef } from './search/log-block-ref.ts';

/** Which blocks there are, for all days, in memory. A block is listed from the moment on that the tail lets go of it. */
export class LogBlockIndex {
  readonly #days = new Map<number, LogBlockRef[]>();

  add(dayMs: number, { id, startUs, endUs, records }: LogBlockEntry): void {
    const blocks = this.#days.get(dayMs) ?? [];
    blocks.push({ dayMs, id, startUs, endUs, records });
    this.#days.set(dayMs, blocks);
  }

  dropDay(dayMs: number): void {
    this.#days.delete(dayMs);
  }

  dropBlocks(dayMs: number, ids: ReadonlySet<number>): void {
    const left = this.blocksOf(dayMs).filter(({ id }) => !ids.has(id));
    if (left.length > 0) this.#days.set(dayMs, left);
    else this.#days.delete(dayMs);
  }

  /** Days with blocks, ascending. */
  days(): number[] {
    return [...this.#days.keys()].sort((a, b) => a - b);
  }

  blocksOf(dayMs: number): LogBlockRef[] {
    return this.#days.get(dayMs) ?? [];
  }

  /** Blocks that may have records of a range. */
  within(startUs: number, endUs: number): LogBlockRef[] {
    return this.#all().filter((block) => block.startUs < endUs && block.endUs >= startUs);
  }

  get records(): number {
    return this.#all().reduce((sum, { records }) => sum + records, 0);
  }

  oldestMs(): number | undefined {
    const oldestUs = this.#all().reduce((oldest, { startUs }) => Math.min(oldest, startUs), Infinity);
    return oldestUs === Infinity ? undefined : oldestUs / 1000;
  }

  #all(): LogBlockRef[] {
    return [...this.#days.values()].flat();
  }
}
