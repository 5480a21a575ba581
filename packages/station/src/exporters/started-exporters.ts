import { hostname } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { ResolvedStartedExporter, ResolvedTarget } from '@telltale/definition';
import type { Clock } from '@telltale/model';
import type { ScrapeTarget } from '../scrape/scrape-target.ts';
import type { TargetReader } from '../scrape/target-reader.ts';
import { ExporterKeeper } from './exporter-keeper.ts';
import { exporterTarget } from './exporter-target.ts';
import type { Launcher } from './parent-bound.ts';
import { parentBoundLauncher } from './parent-bound.ts';

/** A scrape waits so much of its time for a program that is being started. */
const WAIT_SHARE = 0.5;

/** What {@link StartedExporters} takes. */
export interface StartedExportersOptions {
  readonly clock: Clock;
  /** Gives a free port of 127.0.0.1. */
  readonly choosePort: () => Promise<number>;
  /** How often is scraped what does not say it itself. */
  readonly intervalMs: number;
  readonly log: (line: string) => void;
}

/** Programs that are ready to take the place of those that run. */
export interface PreparedExporters {
  /** All targets, those of the programs among them. */
  readonly targets: readonly ResolvedTarget[];
  /** Starts what is new, lets the targets be taken, then ends what is gone. */
  take(takeTargets: () => Promise<void>): Promise<void>;
}

/** The exporters that the station starts itself. */
export class StartedExporters {
  readonly #options: StartedExportersOptions;
  /** By name. */
  #keepers: ReadonlyMap<string, ExporterKeeper> = new Map();
  #launcher: Promise<Launcher> | undefined;

  constructor(options: StartedExportersOptions) {
    this.#options = options;
  }

  /** Chooses ports and makes targets; nothing is started yet. A program takes the place of the addresses of its job. */
  async prepare(
    programs: readonly ResolvedStartedExporter[],
    targets: readonly ResolvedTarget[],
  ): Promise<PreparedExporters> {
    const next = await Promise.all(programs.map((program) => this.#keeperFor(program)));
    const jobs = new Set(programs.map(({ job }) => job));
    const defaults = { intervalMs: this.#options.intervalMs, instance: hostname() };
    const started = next.map(({ program, port }) => {
      const of = targets.find(({ job }) => job === program.job);
      return exporterTarget(program, port, of, defaults);
    });
    return {
      targets: [...targets.filter(({ job }) => !jobs.has(job)), ...started],
      take: (takeTargets) => this.#take(next, takeTargets),
    };
  }

  /** Lets a reading of one of the programs wait until it is there, and fail with the reason where it is not. */
  readerOf({ url, timeoutMs }: ScrapeTarget, read: TargetReader): TargetReader {
    const { host } = new URL(url);
    return async (sink) => {
      const keeper = [...this.#keepers.values()].find(({ port }) => host === `127.0.0.1:${port}`);
      if (!keeper) return read(sink);
      await this.#within(timeoutMs * WAIT_SHARE, keeper.ready());
      if (keeper.fault !== '') throw new Error(keeper.fault);
      return read(sink);
    };
  }

  /** Ends all programs. */
  async stop(): Promise<void> {
    await Promise.all([...this.#keepers.values()].map((keeper) => keeper.stop()));
  }

  async #keeperFor(program: ResolvedStartedExporter): Promise<ExporterKeeper> {
    const known = this.#keepers.get(program.name);
    if (known && isDeepStrictEqual(known.program, program)) return known;
    const { clock, log, choosePort } = this.#options;
    this.#launcher ??= parentBoundLauncher();
    const port = known?.port ?? (await choosePort());
    return new ExporterKeeper({ program, port, launcher: await this.#launcher, clock, log });
  }

  async #take(next: readonly ExporterKeeper[], takeTargets: () => Promise<void>): Promise<void> {
    const before = [...this.#keepers.values()];
    const ends = before.filter((keeper) => !next.includes(keeper));
    this.#keepers = new Map(next.map((keeper) => [keeper.program.name, keeper]));
    // One that changed has the port of the one before, which must be free again.
    const changed = ends.filter(({ program }) => this.#keepers.has(program.name));
    await Promise.all(changed.map((keeper) => keeper.stop()));
    for (const keeper of next) if (!before.includes(keeper)) keeper.start();
    await takeTargets();
    await Promise.all(ends.map((keeper) => keeper.stop()));
  }

  #within(limitMs: number, work: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(limitMs, resolve);
    return Promise.race([work, promise]).finally(cancel);
  }
}
