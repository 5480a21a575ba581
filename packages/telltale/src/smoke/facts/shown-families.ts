import type { ResolvedMetric } from '@telltale/definition';
import { sampleNames } from '../../drift/metrics/compare-metrics.ts';
import { isOfHttp } from '../../doctor/metrics/find-target.ts';
import { ACCEPTED, readPage } from '../../doctor/metrics/read-page.ts';
import { getPage } from '../../doctor/network/get-page.ts';
import type { ExpectedTarget } from './expected-targets.ts';

/** `head`: it is declared there and has no series yet; `unread`: some page could not be read from here. */
export type ShownOnPages = 'samples' | 'head' | 'nothing' | 'unread';

/** What the pages of targets say of metrics that a server has no series of. */
export interface ShownFamilies {
  of(metric: ResolvedMetric, candidates: readonly ExpectedTarget[]): ShownOnPages;
}

/** Names of a page; `undefined` where it could not be read. */
interface ShownPage {
  readonly samples: ReadonlySet<string>;
  readonly heads: ReadonlySet<string>;
}

const PAGE_MS = 5000;
/** More pages are not read. */
const MAX_PAGES = 50;

/** Reads the pages of targets, those that are up. */
export async function readShownFamilies(targets: readonly ExpectedTarget[]): Promise<ShownFamilies> {
  const urls = new Set(targets.flatMap((target) => urlOf(target) ?? []));
  const read = [...urls].slice(0, MAX_PAGES).map(async (url) => [url, await shownPage(url)] as const);
  const pages = new Map(await Promise.all(read));
  return {
    of: (metric, candidates) => {
      const shown = candidates.map((target) => pages.get(urlOf(target) ?? ''));
      const names = sampleNames(metric);
      if (shown.some((page) => names.some((name) => page?.samples.has(name)))) return 'samples';
      if (shown.some((page) => headsOf(metric).some((name) => page?.heads.has(name)))) return 'head';
      return shown.length === 0 || shown.includes(undefined) ? 'unread' : 'nothing';
    },
  };
}

function urlOf({ listed }: ExpectedTarget): string | undefined {
  return listed && listed.health === 'up' && isOfHttp(listed) ? listed.url : undefined;
}

async function shownPage(url: string): Promise<ShownPage | undefined> {
  try {
    const page = await getPage(url, { accept: ACCEPTED, timeoutMs: PAGE_MS });
    if (page.status !== 200) return undefined;
    const heads = page.body.matchAll(/^# TYPE (\S+) /gm);
    return { samples: readPage(page).names, heads: new Set([...heads].map(([, name]) => name)) };
  } catch {
    return undefined;
  }
}

/** OpenMetrics names a counter and an info without their endings. */
function headsOf({ name }: ResolvedMetric): readonly string[] {
  return [name, name.replace(/_(total|info)$/, '')];
}
