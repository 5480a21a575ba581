import type { Destination } from './destination.ts';
import { fingerprintOf } from './snapshot/fingerprint.ts';
import type { PushRequest } from './protocol/push-request.ts';
import type { PushSource } from './snapshot/push-source.ts';
import type { RunIdentity } from './snapshot/snapshot.ts';
import { takeSnapshot } from './snapshot/take-snapshot.ts';
import type { LeftOver, SpoolFolder } from './spool/spool-folder.ts';
import { deliver } from './transport/deliver.ts';
import type { Delivery } from './transport/send.ts';

/** What a {@link Sender} works with. */
export interface SenderOptions {
  readonly source: PushSource;
  readonly destination: Destination;
  readonly identity: RunIdentity;
  readonly spool: SpoolFolder | undefined;
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly tell: (message: string) => void;
  readonly count: (result: Delivery['result']) => void;
}

/** How one push is made. */
export interface PushRun {
  readonly attempts: number;
  /** For all collectors. */
  readonly collectMs: number;
  /** Whether a program that has nothing else to do waits for it. */
  readonly keepsAlive: boolean;
  readonly signal: AbortSignal;
}

/** Sends the metrics of this run, and before them what dead runs left. */
export class Sender {
  readonly #options: SenderOptions;
  #leftOvers: LeftOver[] | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends all metrics once; where they arrived, `onSent` is told their state. Never rejects. */
  async push(run: PushRun, onSent: (mark: number) => void): Promise<Delivery> {
    await this.pushLeftOvers(run);
    const { source, destination, identity } = this.#options;
    let mark = 0;
    const delivery = await this.#counted(async () => {
      const gathered = await source.gather({ timeoutMs: run.collectMs });
      mark = fingerprintOf(gathered.metrics);
      const requests = await destination.encode(takeSnapshot(gathered, identity, Date.now()));
      return deliver(requests, { ...run, timeoutMs: this.#options.timeoutMs });
    });
    if (delivery.result === 'sent') onSent(mark);
    return delivery;
  }

  /** Sends what dead runs left, each once: before this run's, which may replace it. Never rejects. */
  async pushLeftOvers(run: PushRun): Promise<void> {
    this.#leftOvers ??= this.#found();
    const { destination, timeoutMs, tell } = this.#options;
    while (this.#leftOvers.length > 0 && !run.signal.aborted) {
      const [leftOver] = this.#leftOvers;
      const delivery = await this.#counted(async () => {
        const requests = await encoded(destination, leftOver);
        if (!requests) return { result: 'refused', reason: 'the file is none of this version' };
        return deliver(requests, { ...run, attempts: 1, timeoutMs });
      });
      if (delivery.result === 'failed') return;
      this.#leftOvers.shift();
      if (delivery.result === 'sent') leftOver.remove();
      else {
        leftOver.setAside();
        tell(`what an earlier run left was refused and is kept in the spool folder: ${delivery.reason}`);
      }
    }
  }

  /** The request that removes what this run has pushed. */
  async remove(run: PushRun): Promise<Delivery | undefined> {
    const { destination, identity, timeoutMs } = this.#options;
    const request = destination.removal?.(identity);
    return request && this.#counted(() => deliver([request], { ...run, timeoutMs }));
  }

  #found(): LeftOver[] {
    try {
      return this.#options.spool?.takeOver() ?? [];
    } catch (error) {
      this.#options.tell(`the spool folder cannot be used: ${messageOf(error)}`);
      return [];
    }
  }

  async #counted(work: () => Promise<Delivery>): Promise<Delivery> {
    const { count, tell } = this.#options;
    let delivery: Delivery;
    try {
      delivery = await work();
    } catch (error) {
      delivery = { result: 'failed', reason: messageOf(error) };
    }
    count(delivery.result);
    if (delivery.result !== 'sent') tell(`a push ${delivery.result}: ${delivery.reason}`);
    return delivery;
  }
}

/** The requests of what a dead run left; `undefined` for what a version with another notion of it wrote. */
async function encoded(
  destination: Destination,
  { snapshot }: LeftOver,
): Promise<readonly PushRequest[] | undefined> {
  try {
    return await destination.encode(snapshot);
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
