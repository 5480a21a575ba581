import { join } from 'node:path';
import type { ResolvedCollectors } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import type { Station } from '@telltale/station';
import { createStation } from '@telltale/station';
import { waitFor } from '../support/wait-for.ts';

/** Samples by the text of their labels, and types by family. */
export interface Page {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: ReadonlyMap<string, number>;
}

const INTERVAL_MS = 1000;

/** A station that scrapes nothing, and reads what is given; `lines` takes what it logs. */
export function collectedStation(
  folder: string,
  collectors: Partial<ResolvedCollectors>,
  options: { readonly collectHost?: boolean; readonly lines?: string[] } = {},
): Promise<Station> {
  return createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: join(folder, 'station'),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: INTERVAL_MS,
    collectHost: options.collectHost ?? false,
    collectors: { postgres: [], redis: [], ...collectors },
    log: (line) => options.lines?.push(line),
  });
}

/** What the station has of a job at this moment, without the labels that a scrape adds. */
export async function collectedPage({ url }: Station, job: string): Promise<Page> {
  const [vector, metadata] = await Promise.all([
    ask(`${url}/api/v1/query?${new URLSearchParams({ query: `{job="${job}"}` })}`),
    ask(`${url}/api/v1/metadata`),
  ]);
  const { result } = vector as { result: { metric: Record<string, string>; value: [number, string] }[] };
  const known = Object.entries(metadata as Record<string, { type: string }[]>);
  return {
    types: new Map(known.map(([name, [{ type }]]) => [name, type])),
    samples: new Map(
      result.map(({ metric: { job: _job, instance: _instance, ...labels }, value: [, text] }) => [
        seriesText(Object.entries(labels)),
        Number(text.replace('Inf', 'Infinity')),
      ]),
    ),
  };
}

/** Label sets of the series of a job, by metric. */
export async function collectedSeries(
  { url }: Station,
  job: string,
): Promise<ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>> {
  const { result } = (await ask(
    `${url}/api/v1/query?${new URLSearchParams({ query: `{job="${job}"}` })}`,
  )) as { result: { metric: Record<string, string> }[] };
  const labels = result.map(({ metric }) => metric);
  return Map.groupBy(labels, (one) => one['__name__']);
}

/** The page of an exporter. */
export async function exporterPage(url: string): Promise<Page> {
  const response = await fetch(url);
  const { families } = parseExposition(await response.text(), response.headers.get('content-type') ?? '');
  return {
    types: new Map(families.map(({ name, type }) => [name, type])),
    samples: new Map(
      families.flatMap(({ samples }) =>
        samples.map(({ labels, value }) => [seriesText([...labels.entries()]), value] as const),
      ),
    ),
  };
}

/** Waits until a series of a job has a value. */
export function untilCollected(
  station: Station,
  query: string,
  isWanted: (value: number) => boolean,
): Promise<{ readonly value: number }> {
  return waitFor(query, async () => {
    const found = (await ask(`${station.url}/api/v1/query?${new URLSearchParams({ query })}`)) as {
      result: { value: [number, string] }[];
    };
    const values = found.result.map(({ value }) => Number(value[1]));
    return values.length > 0 && values.every(isWanted) && { value: values[0] };
  });
}

/** Names of the families of a page that begin so. */
export function familyNames({ types }: Page, prefix: string): readonly string[] {
  return [...types.keys()].filter((name) => name.startsWith(prefix)).toSorted();
}

/** Labels without a value are none; the exporter's `server` is the address in its own way to write it. */
function seriesText(labels: readonly (readonly [string, string])[]): string {
  return JSON.stringify(
    labels
      .filter(([name, value]) => name !== 'server' && value !== '')
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function ask(url: string): Promise<unknown> {
  const { data } = (await (await fetch(url)).json()) as { data: unknown };
  return data;
}
