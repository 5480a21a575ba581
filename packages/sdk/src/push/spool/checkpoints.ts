import { fingerprintOf } from '../snapshot/fingerprint.ts';
import type { PushSource } from '../snapshot/push-source.ts';
import type { RunIdentity } from '../snapshot/snapshot.ts';
import { takeSnapshot } from '../snapshot/take-snapshot.ts';
import type { SpoolFolder } from './spool-folder.ts';

/** What {@link Checkpoints} work with. */
export interface CheckpointsOptions {
  readonly source: PushSource;
  readonly identity: RunIdentity;
  /** Absent where nothing is to be written. */
  readonly spool: SpoolFolder | undefined;
  readonly tell: (message: string) => void;
}

const TICK_MS = 1000;
/** Writing takes one part in so many of the time at most: with many series it happens less often. */
const REST_AFTER_WRITING = 50;
/** Well before other machines take a file for a dead run's. */
const TOUCH_MS = 60_000;

/** Keeps a file of this run up to date with what was not sent yet. */
export class Checkpoints {
  readonly #options: CheckpointsOptions;
  readonly #timer: NodeJS.Timeout;
  /** States of the metrics. */
  #sentMark: number;
  #savedMark: number | undefined;
  #restUntilMs = 0;
  #touchAtMs = 0;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    // What is there from the start needs no saving.
    this.#sentMark = this.#mark();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Metrics in this state have arrived. */
  sent(mark: number): void {
    this.#sentMark = mark;
    const isOutdated = this.#mark() !== mark;
    if (isOutdated && this.#savedMark !== undefined) {
      this.#write(false);
    } else if (!isOutdated) {
      this.#options.spool?.clear();
      this.#savedMark = undefined;
    }
  }

  /** Writes the metrics at once; `false` where that fails. */
  save(): boolean {
    return this.#write(true);
  }

  /** Writes the metrics at once if something in them is neither sent nor written. */
  saveUnsent(): void {
    if (this.#isUnsaved(this.#mark())) this.#write(true);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const nowMs = performance.now();
    if (nowMs < this.#restUntilMs || this.#options.spool === undefined) return;
    if (this.#isUnsaved(this.#mark())) {
      this.#write(false);
      this.#restUntilMs = nowMs + (performance.now() - nowMs) * REST_AFTER_WRITING;
    } else if (this.#savedMark !== undefined && nowMs > this.#touchAtMs) {
      this.#touchAtMs = nowMs + TOUCH_MS;
      this.#options.spool.touch();
    }
  }

  #isUnsaved(mark: number): boolean {
    return mark !== this.#sentMark && mark !== this.#savedMark;
  }

  #write(collect: boolean): boolean {
    const { source, identity, spool, tell } = this.#options;
    if (!spool) return false;
    try {
      const gathered = source.gatherNow({ collect });
      spool.write(takeSnapshot(gathered, identity, Date.now()));
      this.#savedMark = fingerprintOf(gathered.metrics);
      return true;
    } catch (error) {
      tell(`metrics cannot be spooled: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  #mark(): number {
    return fingerprintOf(this.#options.source.gatherNow().metrics);
  }
}
