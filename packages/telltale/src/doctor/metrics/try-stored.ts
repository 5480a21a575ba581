import { closestName } from '@telltale/model';
import { plural } from '../../check/report/plural.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { fixOf, listText, spanText } from '../words.ts';
import { seriesOf } from './metrics-case.ts';
import type { MetricsCase } from './metrics-case.ts';

/** Scrapes that may be late before it counts as stopped. */
const LATE_SCRAPES = 3;
/** A query of now sees what is not older. */
const WINDOW = '5m';

/** Whether the server gets the page, and goes on getting it. */
export async function tryScraped({ target }: MetricsCase): Promise<StepFinding> {
  if (target === undefined) return skipped('not tried: the server does not scrape it');
  const { health, lastError, lastScrapeMs, intervalMs } = target;
  if (health === 'down')
    return failed(
      `the last scrape failed: ${lastError}`,
      'Mend what failed above; the next scrape follows by itself.',
    );
  if (Number.isNaN(lastScrapeMs)) {
    return failed(
      'it was not scraped yet',
      `The first scrape comes within ${spanText(intervalMs)}: run this again.`,
    );
  }
  const ageMs = Date.now() - lastScrapeMs;
  if (ageMs > LATE_SCRAPES * intervalMs + 1000) {
    return failed(
      `the last scrape was ${spanText(ageMs)} ago, and should be every ${spanText(intervalMs)}`,
      'The server is too busy, or hangs: look at its load and its log.',
    );
  }
  return ok(`${spanText(Math.max(0, ageMs))} ago, every ${spanText(intervalMs)}`);
}

/** Whether what was scraped is stored, and not dropped on the way. */
export async function tryStored({ patient, target }: MetricsCase): Promise<StepFinding> {
  if (target === undefined) return skipped('not tried: the server does not scrape it');
  const of = seriesOf(target);
  const figure = async (query: string) => (await patient.prometheus.instant(query))[0]?.value;
  const scraped = await figure(`scrape_samples_scraped{${of}}`);
  const kept = await figure(`scrape_samples_post_metric_relabeling{${of}}`);
  const stored = (await figure(`count({${of}})`)) ?? 0;
  const dropped = (scraped ?? 0) - (kept ?? scraped ?? 0);
  if (scraped !== undefined && scraped > 0 && kept === 0) {
    return failed(`${plural(scraped, 'sample')} scraped, and relabelling drops all of them`, DROP_FIX);
  }
  if (stored === 0)
    return failed(
      'no series of the target is stored now',
      'Look at the limits of the target, and at the log of the server.',
    );
  const lost = dropped > 0 ? `; relabelling drops ${plural(dropped, 'sample')}` : '';
  return ok(`${plural(stored, 'series', 'series')} now${lost}`);
}

/** Whether the metric that is missed is on the page. */
export async function tryMetric({ read, missed, target, patient }: MetricsCase): Promise<StepFinding> {
  const { metric = '' } = missed;
  if (read === undefined) return skipped('not tried: the page was not read');
  if (namesOf(metric).some((name) => read.names.has(name))) return ok(`${metric} is on the page`);
  const near = closestName(metric, [...read.names]);
  const others = await jobsWith(patient.prometheus, metric);
  const elsewhere =
    others.length > 0 ? `; ${listText(others)} ${others.length === 1 ? 'has' : 'have'} it` : '';
  return failed(
    `${metric} is not among the ${plural(read.names.size, 'name')} of ${target?.job ?? 'the page'}${elsewhere}`,
    near === undefined
      ? 'A metric with labels is there only after its first value: let the program use it once, or list the values of the label in the definition, so that it starts at zero.'
      : `Did you mean ${near}?`,
  );
}

/** Whether the metric is stored, where it is on the page. */
export async function tryMetricStored({ patient, missed, target }: MetricsCase): Promise<StepFinding> {
  const { metric = '' } = missed;
  if (target === undefined) return skipped('not tried: the server does not scrape it');
  for (const name of namesOf(metric)) {
    const selector = `{__name__=${JSON.stringify(name)},${seriesOf(target)}}`;
    const [found] = await patient.prometheus.instant(`count(last_over_time(${selector}[${WINDOW}]))`);
    if (found) return ok(`${plural(found.value, 'series', 'series')} of ${name} within ${WINDOW}`);
  }
  return failed(
    `${metric} is on the page, and no series of it is stored within ${WINDOW}: relabelling drops it, or a limit`,
    DROP_FIX,
  );
}

/** Names of the samples that a metric may have. */
function namesOf(metric: string): readonly string[] {
  return [metric, `${metric}_count`, `${metric}_bucket`, `${metric}_total`];
}

async function jobsWith(
  client: MetricsCase['patient']['prometheus'],
  metric: string,
): Promise<readonly string[]> {
  const found = await client.instant(`count by (job) ({__name__=${JSON.stringify(metric)}})`);
  return found.flatMap(({ labels }) => (labels.job === undefined ? [] : [labels.job])).toSorted();
}

const DROP_FIX = fixOf(
  'Look at the rules that drop samples (metricRelabel of the target), one after the other:',
  'npx telltale relabel --help',
);
