import type {
  CancelTimer,
  Clock,
  ExemplarStore,
  LabelSet,
  MetricAppender,
  MetricMetadata,
  SeriesId,
} from '@telltale/model';
import type { MetadataRegistry } from '../metadata-registry.ts';
import { createMetadataRegistry } from '../metadata-registry.ts';
import { nextScrapeMs, scrapeOffsetMs, snapToGrid } from '../scrape-grid.ts';
import type { ScrapeOutcome, ScrapeTarget } from '../scrape-target.ts';
import { TargetHistory, targetKey } from '../scrape-target.ts';
import type { Scraper } from '../scraper.ts';
import { createScraper } from '../scraper.ts';
import type { TargetReader } from '../target-reader.ts';
import type { TurnQueue } from './turn-queue.ts';

/** What all loops share. */
export interface ScrapeServices {
  readonly appender: MetricAppender;
  /** Where exemplars go; without it they are left out. */
  readonly exemplars?: ExemplarStore;
  /** Told what targets say of their metrics, when it is new or another than before. */
  readonly onMetadata?: (name: string, metadata: MetricMetadata) => void;
  readonly clock: Clock;
  /** The newest sample of the station's last run, if there was one. */
  readonly lastSampleMs?: number | undefined;
  /** Called after every scrape; `isChange` when the target went up or down. */
  readonly onScrape: (outcome: ScrapeOutcome, isChange: boolean) => void;
  /** Lets scrapes that are due together begin one after the other. */
  readonly turns: TurnQueue;
}

/** Scrapes one target at its interval, at its own place within it. */
export class ScrapeLoop {
  readonly target: ScrapeTarget;
  /** Type, help and unit of what the target has exposed so far. */
  readonly metadata: MetadataRegistry = createMetadataRegistry();
  readonly history: TargetHistory;
  /** Labels of the target before relabelling. */
  discovered: LabelSet;
  readonly #services: ScrapeServices;
  readonly #scraper: Scraper;
  readonly #offsetMs: number;
  /** The same target with other options, whose series this loop goes on with. */
  #predecessor: ScrapeLoop | undefined;
  #isContinued = false;
  #isStopped = false;
  #isScraping = false;
  #cancel: CancelTimer = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(
    { target, discovered }: { readonly target: ScrapeTarget; readonly discovered: LabelSet },
    read: TargetReader,
    services: ScrapeServices,
    predecessor?: ScrapeLoop,
  ) {
    const { appender, clock, exemplars, onMetadata } = services;
    this.target = target;
    this.discovered = discovered;
    this.history = new TargetHistory(target, predecessor?.history);
    this.#services = services;
    this.#scraper = createScraper({
      target,
      read,
      appender,
      metadata: this.metadata,
      clock,
      ...(exemplars && { exemplars }),
      ...(onMetadata && { onMetadata }),
    });
    this.#offsetMs = scrapeOffsetMs(targetKey(target), target.intervalMs);
    this.#predecessor = predecessor;
    if (predecessor) predecessor.#isContinued = true;
  }

  /** Whether another loop goes on with its series. */
  get isContinued(): boolean {
    return this.#isContinued;
  }

  /** Begins at its next place; at once where it was due while the station did not run. */
  start(lastSampleMs?: number): void {
    const nowMs = this.#services.clock.now();
    const dueMs = nextScrapeMs(lastSampleMs ?? nowMs, this.target.intervalMs, this.#offsetMs);
    if (dueMs <= nowMs) this.#running = this.#run(nowMs);
    else this.#schedule();
  }

  /** Scrapes between its times; the one that is under way will do. Resolves when it is over. */
  async scrapeNow(): Promise<void> {
    if (!this.#isScraping && !this.#isStopped) {
      this.#cancel();
      this.#running = this.#run(this.#services.clock.now());
    }
    await this.#running;
  }

  /** No scrape begins any more; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#running;
  }

  /** Stops, for the target is gone; its series end unless another loop goes on with them. */
  async leave(): Promise<void> {
    await this.stop();
    if (!this.#isContinued) this.endSeries(this.#services.clock.now());
  }

  /** Ends its series, and those that it was to go on with, but for those that are continued. */
  endSeries(timestampMs: number, continued?: ReadonlySet<SeriesId>): void {
    this.#predecessor?.endSeries(timestampMs, continued);
    this.#predecessor = undefined;
    this.#scraper.end(timestampMs, continued);
  }

  // The next scrape is planned after this one ended: a slow target is never scraped twice at once.
  #schedule(): void {
    if (this.#isStopped) return;
    const { clock } = this.#services;
    const nowMs = clock.now();
    const plannedMs = nextScrapeMs(nowMs, this.target.intervalMs, this.#offsetMs);
    this.#cancel = clock.after(plannedMs - nowMs, () => {
      this.#running = this.#run(plannedMs);
    });
  }

  async #run(plannedMs: number): Promise<void> {
    const { clock, turns, onScrape } = this.#services;
    this.#isScraping = true;
    await turns.next();
    if (this.#isStopped) return;
    await this.#predecessor?.stop();
    const timestampMs = snapToGrid(clock.now(), plannedMs, this.target.intervalMs);
    const outcome = await this.#scraper.scrape(timestampMs);
    this.#predecessor?.endSeries(timestampMs, this.#scraper.seriesIds());
    this.#predecessor = undefined;
    onScrape(outcome, this.history.record(outcome));
    this.#isScraping = false;
    this.#schedule();
  }
}
