import type { FilePosition } from '@telltale/model';
import { closestName } from '@telltale/model';
import type { FaultList } from './fault-list.ts';

/** Reports each key that is not known, with the one that was likely meant. */
export function checkKeys(
  given: object,
  known: readonly string[],
  path: string,
  faults: FaultList,
  position?: FilePosition,
): void {
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  reportUnknownKeys({ unknownKeys: unknown }, known, path, faults, position);
}

/** Reports the options that a builder did not know. */
export function reportUnknownKeys(
  { unknownKeys }: { readonly unknownKeys?: readonly string[] | undefined },
  known: readonly string[],
  path: string,
  faults: FaultList,
  position?: FilePosition,
): void {
  for (const key of unknownKeys ?? []) {
    faults.add(`${path}.${key}`, `there is no '${key}' here: ${suggestion(key, known)}`, position);
  }
}

/** Names that mean the same elsewhere, and people write by habit. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['interval', 'every'],
  ['scrapeInterval', 'every'],
  ['scrape_interval', 'every'],
  ['scrape_timeout', 'timeout'],
  ['scrapeTimeout', 'timeout'],
  ['metrics_path', 'path'],
  ['metricsPath', 'path'],
  ['host', 'address'],
  ['url', 'address'],
  ['expr', 'when'],
  ['query', 'when'],
  ['condition', 'when'],
  ['duration', 'for'],
  ['keep_firing_for', 'keepFiringFor'],
  ['message', 'summary'],
  ['runbook_url', 'runbook'],
  ['runbookUrl', 'runbook'],
  ['annotations', 'summary'],
  ['group_by', 'groupBy'],
  ['group_wait', 'groupWait'],
  ['group_interval', 'groupInterval'],
  ['repeat_interval', 'repeatInterval'],
  ['receiver', 'to'],
  ['routes', 'children'],
  ['matchers', 'match'],
  ['labelNames', 'labels'],
  ['percentiles', 'quantiles'],
  ['target', 'objective'],
  ['good', 'bad'],
]);

function suggestion(key: string, known: readonly string[]): string {
  const meant = ELSEWHERE.get(key);
  if (meant !== undefined && known.includes(meant)) return `did you mean '${meant}'?`;
  const near = closestName(key, known);
  return near === undefined ? `there are ${known.join(', ')}` : `did you mean '${near}'?`;
}
