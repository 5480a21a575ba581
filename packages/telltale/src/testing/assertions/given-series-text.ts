import { parseSeriesName } from '@telltale/alerting';
import type { GivenSeries } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { SeriesNotationError, parseSeriesValues } from '@telltale/formats';
import { TelltaleError, closestName } from '@telltale/model';

/**
 * Series by name: `'up{job="shop"}': '1+0x10 0x5'`, in the notation of promtool's tests, or a list of values in
 * which `null` is a missing sample.
 */
export type SeriesTexts = Readonly<Record<string, string | readonly (number | null)[]>>;

/** What every scrape has, and what rules write about alerts. */
const ALWAYS_THERE =
  /^(?:up|scrape_duration_seconds|scrape_samples_scraped|scrape_samples_post_metric_relabeling|scrape_series_added|ALERTS|ALERTS_FOR_STATE)$/;
const SUFFIXES = ['', '_bucket', '_sum', '_count'];

/**
 * Reads series that a test gives.
 *
 * @throws TelltaleError TT_USAGE for values that are none, and for a metric that the definition does not have;
 * TT_QUERY_SYNTAX for a name that is none.
 */
export function readGivenSeries(texts: SeriesTexts, resolved: ResolvedDefinition): readonly GivenSeries[] {
  const known = knownSeries(resolved);
  return Object.entries(texts).map(([name, values]) => {
    const labels = parseSeriesName(name);
    checkKnown(labels.metricName, known);
    return { labels, values: typeof values === 'string' ? readValues(name, values) : listed(values) };
  });
}

function readValues(name: string, text: string): GivenSeries['values'] {
  try {
    return parseSeriesValues(text);
  } catch (error) {
    if (!(error instanceof SeriesNotationError)) throw error;
    const fix = 'Write values such as 0+15x40 600 _x3 stale.';
    throw new TelltaleError('TT_USAGE', `The values of ${name}: ${error.message}.`, { fix, cause: error });
  }
}

function listed(values: readonly (number | null)[]): GivenSeries['values'] {
  return values.map((value) => value ?? 'missing');
}

function knownSeries({ metrics, rules }: ResolvedDefinition): ReadonlySet<string> {
  const exposed = metrics.flatMap(({ name }) => SUFFIXES.map((suffix) => `${name}${suffix}`));
  const recorded = rules.filter(({ kind }) => kind === 'recording').map(({ name }) => name);
  return new Set([...exposed, ...recorded]);
}

/** A slip of the pen in a name would keep every alert quiet, and the test green. */
function checkKnown(metric: string, known: ReadonlySet<string>): void {
  if (known.has(metric) || ALWAYS_THERE.test(metric)) return;
  const near = closestName(metric, known);
  throw new TelltaleError('TT_USAGE', `The definition has no metric ${JSON.stringify(metric)}.`, {
    fix: near === undefined ? 'Name a metric of the definition.' : `Did you mean ${near}?`,
  });
}
