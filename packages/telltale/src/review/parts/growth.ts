import { plural } from '../../check/report/plural.ts';
import { quotedLabel } from '../../query/quoted-label.ts';
import type { ReviewFinding } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import { NotKnown } from '../review-case.ts';

/** What grew by less is the weather. */
const LEAST_MORE = 100;
const LEAST_FACTOR = 1.5;
const LEAST_TOTAL_FACTOR = 1.2;
/** Metrics whose labels are counted; each costs the server some queries. */
const MAX_EXPLAINED = 5;
const MAX_LABELS = 8;
/** They say where a series is from, not what it counts. */
const PLACES: ReadonlySet<string> = new Set(['job', 'instance', 'le', 'quantile']);

interface Grown {
  readonly name: string;
  readonly before: number;
  readonly now: number;
}

/** Metrics that have many more series than before, with the labels that make them. */
export async function reviewGrowth(reviewed: ReviewCase): Promise<readonly ReviewFinding[]> {
  const { before, current } = reviewed;
  if (before === undefined) throw new NotKnown('nothing to compare with yet: the next review has this one');
  const grown = Object.entries(current.metrics)
    .map(([name, { series }]): Grown => {
      const old = Object.hasOwn(before.metrics, name) ? before.metrics[name].series : series;
      return { name, before: old, now: series };
    })
    .filter((one) => one.now - one.before >= LEAST_MORE && one.now >= one.before * LEAST_FACTOR)
    .toSorted((a, b) => b.now - b.before - (a.now - a.before));
  const findings: ReviewFinding[] = [];
  for (const one of grown.slice(0, MAX_EXPLAINED)) {
    findings.push({
      urgency: 'soon',
      area: 'metrics',
      what: `${one.name} grew from ${count(one.before)} to ${count(one.now)} series`,
      details: await labelGrowth(reviewed, one.name),
      next: 'Bound the label that grows ({ maxValues }, or sampling), or leave it out: npx telltale advise cardinality',
    });
  }
  return [...findings, ...totalGrowth(reviewed, grown.length)];
}

/** What stands out by itself is told above; this is the sum of what does not. */
function totalGrowth({ before, current }: ReviewCase, alone: number): readonly ReviewFinding[] {
  const [old, now] = [before?.metrics ?? {}, current.metrics].map((metrics) =>
    Object.values(metrics).reduce((sum, { series }) => sum + series, 0),
  );
  if (now - old < LEAST_MORE || now < old * LEAST_TOTAL_FACTOR) return [];
  const beside = alone > MAX_EXPLAINED ? `; ${plural(alone - MAX_EXPLAINED, 'more metric')} grew much` : '';
  const what = `all series together grew from ${count(old)} to ${count(now)}${beside}`;
  const next = 'Whether there is room: npx telltale doctor capacity, npx telltale advise memory';
  return [{ urgency: 'note', area: 'metrics', what, next }];
}

/** Labels with the most new values first; what there was before, the server may have forgotten. */
async function labelGrowth(reviewed: ReviewCase, name: string): Promise<readonly string[]> {
  const { client, nowMs, before, current } = reviewed;
  const labels = current.metrics[name].labels.filter((label) => !PLACES.has(label)).slice(0, MAX_LABELS);
  const values: { readonly label: string; readonly now: number; readonly old: number | undefined }[] = [];
  for (const label of labels) {
    const query = `count(count by (${quotedLabel(label)}) ({__name__=${JSON.stringify(name)}}))`;
    const [now] = await client.instant(query, nowMs);
    const [old] = before === undefined ? [] : await client.instant(query, before.takenMs);
    values.push({ label, now: now?.value ?? 0, old: old?.value });
  }
  return values
    .filter(({ now, old = 0 }) => now > old && now > 1)
    .toSorted((a, b) => b.now - (b.old ?? 0) - (a.now - (a.old ?? 0)))
    .map(
      ({ label, now, old }) =>
        `${label}: ${count(now)} values${old === undefined ? '' : `, ${count(old)} before`}`,
    );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
