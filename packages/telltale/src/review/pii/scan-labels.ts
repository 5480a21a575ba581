import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { LEAK_WORDS, findLeaks, isUuid } from './detectors.ts';
import type { LeakKind } from './detectors.ts';
import { mask } from './mask.ts';
import { isPersonalName, isTakenOut } from './personal-names.ts';
import type { PiiFinding } from './pii-finding.ts';

/** Labels that Prometheus makes: bounds of buckets and names of metrics. */
const MADE: ReadonlySet<string> = new Set(['__name__', 'le', 'quantile']);
/** More values of one label are a finding of their own, of `telltale advise`. */
const MAX_VALUES = 50_000;
/** A handful of ids may be names of parts; so many are one for each request or user. */
const MANY_IDS = 20;
const MAX_METRICS = 5;

const NEXT =
  'Leave the label out, or give it a class of the value; of a program that is not yours drop it when it is scraped (metric_relabel_configs, labeldrop).';

export interface ScannedLabels {
  readonly labels: number;
  readonly values: number;
  readonly findings: readonly PiiFinding[];
  /** Labels with more values than are looked at. */
  readonly cut: readonly string[];
}

/** Looks at every value of every label of all series that the server has. */
export async function scanLabels(client: PrometheusClient): Promise<ScannedLabels> {
  const names = (await client.labelNames('{__name__=~".+"}')).filter((name) => !MADE.has(name));
  const findings: PiiFinding[] = [];
  const cut: string[] = [];
  let values = 0;
  for (const name of names) {
    const all = await client.labelValues(name);
    const looked = all.slice(0, MAX_VALUES).filter((value) => !isTakenOut(value));
    if (all.length > MAX_VALUES) cut.push(name);
    values += looked.length;
    const found = findingsOf(name, looked);
    if (found.length === 0) continue;
    const metrics = await metricsWith(client, name);
    findings.push(...found.map((finding) => ({ ...finding, metrics })));
  }
  return { labels: names.length, values, findings, cut };
}

function findingsOf(name: string, values: readonly string[]): readonly PiiFinding[] {
  const where = `label ${name}`;
  const byKind = new Map<LeakKind, string[]>();
  for (const value of values) {
    for (const kind of new Set(findLeaks(value).map((leak) => leak.kind))) {
      byKind.set(kind, [...(byKind.get(kind) ?? []), value]);
    }
  }
  const found = [...byKind].map(([kind, leaking]): PiiFinding => {
    const [leak] = findLeaks(leaking[0]).filter((one) => one.kind === kind);
    const what = `${LEAK_WORDS[kind]} in values of the label ${name}`;
    return { kind, where, what, count: leaking.length, sample: mask(leak.text), next: NEXT };
  });
  if (found.length === 0 && values.length > 0 && isPersonalName(name)) {
    const what = `the label ${name} is named like data of a person, or a secret`;
    found.push({
      kind: 'personal-name',
      where,
      what,
      count: values.length,
      sample: mask(values[0]),
      next: NEXT,
    });
  }
  const ids = values.filter((value) => isUuid(value));
  if (ids.length >= MANY_IDS) {
    const what = `ids without end in values of the label ${name}`;
    found.push({ kind: 'unbounded-ids', where, what, count: ids.length, sample: mask(ids[0]), next: NEXT });
  }
  return found;
}

async function metricsWith(client: PrometheusClient, name: string): Promise<readonly string[]> {
  // Prometheus 2 knows no names in quotes.
  const quoted = /^[a-zA-Z_]\w*$/.test(name) ? name : JSON.stringify(name);
  const metrics = await client.labelValues('__name__', `{${quoted}!=""}`).catch(() => []);
  return metrics.slice(0, MAX_METRICS);
}
