import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSyntheticScrape } from '@telltale/alerting';
import type { SourceLevel, SyntheticSource } from '@telltale/alerting';
import type { ResolvedTarget } from '@telltale/definition';
import { LabelSet, bitsOf, isStaleAt } from '@telltale/model';
import type { MetricAppender } from '@telltale/model';
import type { MadeUpWorld } from './made-up-world.ts';
import type { SeriesLevels } from './series-levels.ts';
import { targetKey } from './series-levels.ts';

/** Serves `/metrics` in the place of all targets of a definition. */
export interface MetricsTarget {
  readonly port: number;
  /** From now on the series are on these levels. */
  setLevels(levels: SeriesLevels): void;
  close(): Promise<void>;
}

/** Starts the server on a free port of 127.0.0.1; `?job=…&instance=…` says which target is asked. */
export async function startMetricsTarget(
  world: MadeUpWorld,
  targets: readonly ResolvedTarget[],
): Promise<MetricsTarget> {
  const pages = new Map<string, MetricsPage>();
  let levels: SeriesLevels = new Map();
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;
    const labels = LabelSet.of({ job: query.get('job') ?? '', instance: query.get('instance') ?? '' });
    const target = targetKey(labels);
    let page = pages.get(target);
    if (!page) pages.set(target, (page = createPage(world, target, targets)));
    const answers = world.stateOf(target, levels) === 'answers';
    const text = page(Date.now(), world.assignment(levels));
    response.writeHead(answers ? 200 : 503, { 'content-type': 'text/plain; version=0.0.4' });
    response.end(answers ? text : 'the target is down\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // An address of a TCP server is never a path.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    setLevels: (next) => {
      levels = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type MetricsPage = (timeMs: number, levels: readonly SourceLevel[]) => string;

/** The page of one target; counters go on counting between the scrapes. */
function createPage(
  { sources }: MadeUpWorld,
  target: string,
  targets: readonly ResolvedTarget[],
): MetricsPage {
  const indices = [...sources.keys()].filter(
    (i) => sources[i].name !== 'up' && targetKey(sources[i].labels) === target,
  );
  const own: readonly SyntheticSource[] = indices.map((i) => sources[i]);
  const job = own[0]?.labels.get('job');
  // Prometheus adds these itself.
  const added = Object.keys(targets.find((one) => one.job === job)?.labels ?? {});
  const collector = createCollector([...added, 'job', 'instance']);
  const scrape = createSyntheticScrape(own, collector);
  return (timeMs, levels) => {
    scrape.scrape(
      timeMs,
      indices.map((i) => levels[i]),
    );
    return collector.text();
  };
}

/** Keeps the samples of the last scrape as lines of the text format. */
function createCollector(left: readonly string[]): MetricAppender & { text(): string } {
  const names: string[] = [];
  const ids = new Map<string, number>();
  let lines: readonly string[] = [];
  return {
    intern: (labels) => {
      let id = ids.get(labels.key);
      if (id === undefined) {
        id = names.push(labels.without(left).toString()) - 1;
        ids.set(labels.key, id);
      }
      return id;
    },
    append: ({ ids: written, values }) => {
      const bits = bitsOf(values);
      lines = [...written].flatMap((id, i) => (isStaleAt(bits, i) ? [] : [`${names[id]} ${values[i]}\n`]));
      return { accepted: lines.length, outOfOrder: 0, duplicates: 0 };
    },
    text: () => lines.join(''),
  };
}
