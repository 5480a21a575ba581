import type { CancelTimer, Clock, ExemplarStore, MetricAppender, MetricMetadata } from '@telltale/model';
import type { TargetView } from '../contract.ts';
import type { MetadataRegistry } from './metadata-registry.ts';
import { createMetadataRegistry } from './metadata-registry.ts';
import { nextScrapeMs, scrapeOffsetMs, snapToGrid } from './scrape-grid.ts';
import type { ScrapeTarget } from './scrape-target.ts';
import { TargetHistory } from './scrape-target.ts';
import { createScraper } from './scraper.ts';
import type { TargetReader } from './target-reader.ts';

/** A target and how it is read: over HTTP, or by a collector in this process. */
export interface ScrapeSource {
  readonly target: ScrapeTarget;
  readonly read: TargetReader;
}

export interface ScrapeManagerOptions {
  readonly sources: readonly ScrapeSource[];
  readonly appender: MetricAppender;
  /** Where exemplars go; without it they are left out. */
  readonly exemplars?: ExemplarStore;
  /** Told what targets say of their metrics, when it is new or another than before. */
  readonly onMetadata?: (name: string, metadata: MetricMetadata) => void;
  readonly clock: Clock;
  /** Called after every scrape; `isChange` when the target went up or down. */
  readonly onScrape: (isSuccess: boolean, isChange: boolean) => void;
}

/** A target with what it has exposed so far. */
export interface ScrapedFamilies {
  readonly target: ScrapeTarget;
  readonly metadata: MetadataRegistry;
}

/** Scrapes every target at its interval, each at its own place within it. */
export interface ScrapeManager {
  start(): void;
  /** Ends when the scrapes under way have ended. */
  stop(): Promise<void>;
  targets(): TargetView[];
  scraped(): readonly ScrapedFamilies[];
}

interface Loop extends ScrapedFamilies {
  readonly history: TargetHistory;
  start(): void;
  stop(): Promise<void>;
}

export function createScrapeManager(options: ScrapeManagerOptions): ScrapeManager {
  const loops = options.sources.map((source) => createLoop(source, options));
  return {
    start: () => loops.forEach((loop) => loop.start()),
    stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))),
    targets: () => loops.map(({ history }) => history.view()),
    scraped: () => loops,
  };
}

function createLoop({ target, read }: ScrapeSource, options: ScrapeManagerOptions): Loop {
  const { appender, exemplars, clock, onMetadata, onScrape } = options;
  const history = new TargetHistory(target);
  const metadata = createMetadataRegistry();
  const scraper = createScraper({
    target,
    read,
    appender,
    metadata,
    clock,
    ...(exemplars && { exemplars }),
    ...(onMetadata && { onMetadata }),
  });
  const offsetMs = scrapeOffsetMs(target.url, target.intervalMs);
  let cancel: CancelTimer = () => {};
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function run(plannedMs: number): Promise<void> {
    const outcome = await scraper.scrape(snapToGrid(clock.now(), plannedMs, target.intervalMs));
    onScrape(outcome.error === '', history.record(outcome));
    schedule();
  }

  // The next scrape is planned after this one ended: a slow target is never scraped twice at once.
  function schedule(): void {
    if (isStopped) return;
    const nowMs = clock.now();
    const plannedMs = nextScrapeMs(nowMs, target.intervalMs, offsetMs);
    cancel = clock.after(plannedMs - nowMs, () => {
      running = run(plannedMs);
    });
  }

  return {
    target,
    metadata,
    history,
    start: schedule,
    stop: async () => {
      isStopped = true;
      cancel();
      await running;
    },
  };
}
