import type { Clock } from '@telltale/model';
import { TelltaleError } from '@telltale/model';

/** Inserts begin at most this often: ClickHouse merges parts in the background, and every insert makes one. */
const INSERT_INTERVAL_MS = 200;
/** Batches that wait are inserted together up to about this many rows. */
const MAX_ROWS_PER_INSERT = 50_000;
/** Rows that may wait, those under way among them. */
const DEFAULT_MAX_WAITING_ROWS = 200_000;

export interface InsertQueueOptions<Row> {
  readonly clock: Clock;
  /** Resolves when the rows are in the table. */
  readonly insert: (rows: readonly Row[]) => Promise<void>;
  /** Default: 200,000. */
  readonly maxWaitingRows?: number;
}

interface WaitingBatch<Row> {
  readonly rows: readonly Row[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers batches to few large inserts, one after the other; a batch is taken whole or not at all. */
export class InsertQueue<Row> {
  readonly #options: InsertQueueOptions<Row>;
  #waiting: WaitingBatch<Row>[] = [];
  #waitingRows = 0;
  #startedMs = -Infinity;
  #running: Promise<void> | undefined;

  constructor(options: InsertQueueOptions<Row>) {
    this.#options = options;
  }

  /**
   * Resolves when the rows are in the table.
   *
   * @throws TelltaleError TT_OVERLOADED when too many rows wait; what the insert throws.
   */
  add(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    const { maxWaitingRows = DEFAULT_MAX_WAITING_ROWS } = this.#options;
    if (this.#waitingRows > 0 && this.#waitingRows + rows.length > maxWaitingRows) {
      const message = `${this.#waitingRows} rows wait for ClickHouse, and ${maxWaitingRows} may: nothing was taken. Send it again a little later.`;
      return Promise.reject(new TelltaleError('TT_OVERLOADED', message));
    }
    this.#waitingRows += rows.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ rows, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#pause();
      const batches = this.#takeBatches();
      const rows = batches.flatMap((batch) => batch.rows);
      try {
        await this.#options.insert(rows);
        for (const { resolve } of batches) resolve();
      } catch (error) {
        for (const { reject } of batches) reject(error);
      } finally {
        this.#waitingRows -= rows.length;
      }
    }
    this.#running = undefined;
  }

  /** Until the next insert may begin; what comes meanwhile goes with it. */
  #pause(): Promise<void> {
    const { clock } = this.#options;
    const dueMs = this.#startedMs + INSERT_INTERVAL_MS;
    const leftMs = Math.min(dueMs - clock.now(), INSERT_INTERVAL_MS);
    this.#startedMs = Math.max(clock.now(), dueMs);
    if (leftMs <= 0) return Promise.resolve();
    return new Promise((resolve) => void clock.after(leftMs, resolve));
  }

  #takeBatches(): WaitingBatch<Row>[] {
    let rows = 0;
    const end = this.#waiting.findIndex((batch) => (rows += batch.rows.length) > MAX_ROWS_PER_INSERT);
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : Math.max(1, end));
  }
}
