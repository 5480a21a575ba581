import { isDeepStrictEqual } from 'node:util';
import { LabelSet } from '@telltale/model';
import type { PlannedTarget, TargetPlan } from '../plan/plan-targets.ts';
import { targetKey } from '../scrape-target.ts';
import type { ScrapeTarget } from '../scrape-target.ts';
import type { TargetReader } from '../target-reader.ts';
import { ScrapeLoop } from './scrape-loop.ts';
import type { ScrapeServices } from './scrape-loop.ts';

/** What a pool is, whatever its targets are. */
export interface PoolOptions {
  /** The name of its job. */
  readonly name: string;
  /** How a target of it is read: over HTTP, or by a collector in this process. */
  readonly readerOf: (target: ScrapeTarget) => TargetReader;
}

/** The targets of one job: those that stay are scraped on, whatever comes and goes beside them. */
export class ScrapePool {
  readonly name: string;
  readonly #services: ScrapeServices;
  #loops: ReadonlyMap<string, ScrapeLoop> = new Map();
  /** Loops of targets that are gone, until their last scrape has ended. */
  readonly #leaving = new Set<ScrapeLoop>();
  #readerOf: PoolOptions['readerOf'];
  #plan: TargetPlan | undefined;
  #isStarted = false;

  constructor({ name, readerOf }: PoolOptions, services: ScrapeServices) {
    this.name = name;
    this.#readerOf = readerOf;
    this.#services = services;
  }

  get loops(): Iterable<ScrapeLoop> {
    return this.#loops.values();
  }

  /** What is to be scraped; `undefined` before it is known. */
  get plan(): TargetPlan | undefined {
    return this.#plan;
  }

  /** Takes the targets as they are now; whether others than before are scraped. */
  sync(plan: TargetPlan, readerOf: PoolOptions['readerOf'] = this.#readerOf): boolean {
    // The first targets may have been there before the station was started anew; those that come later were not.
    const lastSampleMs = this.#plan === undefined ? this.#services.lastSampleMs : undefined;
    this.#plan = plan;
    this.#readerOf = readerOf;
    const kept = new Map<string, ScrapeLoop>();
    const added: PlannedTarget[] = [];
    for (const planned of plan.active) {
      const key = targetKey(planned.target);
      const loop = this.#loops.get(key);
      if (loop && isDeepStrictEqual(loop.target, planned.target)) {
        loop.discovered = planned.discovered;
        kept.set(key, loop);
      } else added.push(planned);
    }
    const gone = [...this.#loops].filter(([key]) => !kept.has(key));
    for (const [, loop] of gone) void this.#leave(loop);
    this.#loops = new Map([...kept, ...this.#begin(added, lastSampleMs)]);
    return added.length + gone.length > 0;
  }

  start(): void {
    this.#isStarted = true;
    for (const loop of this.loops) loop.start(this.#services.lastSampleMs);
  }

  /** Ends when the scrapes under way have ended; series go on, for the station comes back. */
  async stop(): Promise<void> {
    await Promise.all([...this.loops, ...this.#leaving].map((loop) => loop.stop()));
  }

  /** Ends the pool and all its series. */
  async leave(): Promise<void> {
    const left = [...this.loops].map((loop) => this.#leave(loop));
    this.#loops = new Map();
    await Promise.all([...left, this.stop()]);
  }

  async #leave(loop: ScrapeLoop): Promise<void> {
    this.#leaving.add(loop);
    await loop.leave();
    this.#leaving.delete(loop);
  }

  #begin(
    added: readonly PlannedTarget[],
    lastSampleMs: number | undefined,
  ): readonly (readonly [string, ScrapeLoop])[] {
    if (added.length === 0) return [];
    const leaving = new Map([...this.#leaving].map((loop) => [seriesKey(loop.target), loop]));
    return added.map((planned) => {
      const predecessor = leaving.get(seriesKey(planned.target));
      leaving.delete(seriesKey(planned.target));
      const isFree = predecessor && !predecessor.isContinued;
      const read = this.#guarded(this.#readerOf(planned.target));
      const loop = new ScrapeLoop(planned, read, this.#services, isFree ? predecessor : undefined);
      if (this.#isStarted) loop.start(lastSampleMs);
      return [targetKey(planned.target), loop] as const;
    });
  }

  /** Nothing is read where there are more targets than the job may have. */
  #guarded(read: TargetReader): TargetReader {
    return async (sink) => {
      const fault = this.#plan?.fault ?? '';
      if (fault !== '') throw new Error(fault);
      return read(sink);
    };
  }
}

/** Equal for targets whose samples are the same series. */
function seriesKey({ labels }: ScrapeTarget): string {
  return LabelSet.of(labels).key;
}
