import type { Clock } from '@telltale/model';
import type { LogPiece } from '@telltale/storage';
import type { MetricsForwarderFigures } from '../../contract.ts';
import type { SendObserver } from './batch-sender.ts';
import type { DividedPiece } from './divide-piece.ts';

/** Of a sample in the log, until some were read. */
const USUAL_BYTES_PER_SAMPLE = 10;

export interface ForwardFiguresOptions {
  /** For people: protocol and address, without secrets. */
  readonly destination: string;
  readonly url: string;
  readonly maxShards: number;
  readonly clock: Clock;
  /** Receives a line when it begins to fail, when it works again and when something is refused. */
  readonly log: (line: string) => void;
}

/** Counts what becomes of samples on their way to one destination, and tells when that changes. */
export class ForwardFigures implements SendObserver {
  readonly #options: ForwardFiguresOptions;
  #waitingBytes: () => number = () => 0;
  #bytesPerSample = USUAL_BYTES_PER_SAMPLE;
  #sent = 0;
  #sentBytes = 0;
  #rejected = 0;
  #retried = 0;
  #dropped = 0;
  #shards = 0;
  #highestSentMs: number | undefined;
  #newestMs: number | undefined;
  #oldestMs: number | undefined;
  #failingSinceMs: number | undefined;
  #lastError: string | undefined;
  #lastTold: string | undefined;
  /** Time of the event loop that all of it took. */
  loopMs = 0;

  constructor(options: ForwardFiguresOptions) {
    this.#options = options;
  }

  /** Tells where to read how much of the log waits. */
  readWaiting(bytes: () => number): void {
    this.#waitingBytes = bytes;
  }

  /** The store has taken something. */
  onGrown(): void {
    this.#newestMs = this.#options.clock.now();
  }

  /** A piece is about to be sent. */
  onDivided({ rows, samples }: LogPiece, { shards, unknown }: DividedPiece, ms: number): void {
    this.loopMs += ms;
    this.#shards = shards.length;
    this.#oldestMs = rows.at(0)?.timestampMs;
    this.#dropped += unknown;
    if (samples > 0 && rows.length > 0) {
      const values = samples * 8;
      // Times and groups of rows come on top.
      this.#bytesPerSample = (values + rows.length * USUAL_BYTES_PER_SAMPLE + samples) / samples;
    }
  }

  /** All of it was sent. */
  onMoved(): void {
    this.#oldestMs = undefined;
  }

  onEncoded(ms: number): void {
    this.loopMs += ms;
  }

  onSent(samples: number, newestMs: number, bytes: number): void {
    this.#sent += samples;
    this.#sentBytes += bytes;
    this.#highestSentMs = Math.max(newestMs, this.#highestSentMs ?? 0);
  }

  onRejected(samples: number, reason: string): void {
    this.#rejected += samples;
    this.#lastError = reason;
    this.#tell(`some of what is sent is not taken: ${reason}`);
  }

  onRetry(samples: number, reason: string): void {
    this.#retried += samples;
    this.#lastError = reason;
    if (this.#failingSinceMs !== undefined) return;
    this.#failingSinceMs = this.#options.clock.now();
    this.#tell(`fails and is tried again: ${reason}`);
  }

  onAnswer(): void {
    const hasFailed = this.#failingSinceMs !== undefined;
    this.#failingSinceMs = undefined;
    this.#lastError = undefined;
    if (hasFailed) this.#tell('works again');
  }

  onDropped(samples: number): void {
    this.#dropped += samples;
  }

  current(): MetricsForwarderFigures {
    const waitingBytes = this.#waitingBytes();
    const { destination, url, clock, maxShards } = this.#options;
    const isWaiting = waitingBytes > 0 && this.#oldestMs !== undefined;
    return {
      destination,
      url,
      waiting: Math.round(waitingBytes / this.#bytesPerSample),
      waitingBytes,
      sent: this.#sent,
      rejected: this.#rejected,
      dropped: this.#dropped,
      lagMs: isWaiting ? Math.max(0, clock.now() - (this.#oldestMs ?? 0)) : 0,
      retried: this.#retried,
      sentBytes: this.#sentBytes,
      shards: this.#shards,
      maxShards,
      ...(this.#newestMs !== undefined && { newestMs: this.#newestMs }),
      ...(this.#highestSentMs !== undefined && { highestSentMs: this.#highestSentMs }),
      ...(this.#failingSinceMs !== undefined && { failingSinceMs: this.#failingSinceMs }),
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
    };
  }

  /** The same thing is told once in a row. */
  #tell(text: string): void {
    if (text === this.#lastTold) return;
    this.#lastTold = text;
    this.#options.log(`forwarding to ${this.#options.destination}: ${text}`);
  }
}
