import type { MetricFamily } from '@telltale/model';
import { TelltaleError, parseExposition } from '@telltale/model';
import type { DeclaredMetric } from './known-series.ts';
import { labelsNamed } from './known-series.ts';

/** Labels that belong to the way a histogram or summary is written, not to the metric. */
const WRITTEN_LABELS: ReadonlySet<string> = new Set(['__name__', 'le', 'quantile']);

/** The metrics of a metrics page, with the labels they have there. */
export function metricsOfPage(families: readonly MetricFamily[]): readonly DeclaredMetric[] {
  return families.map((family) => {
    const names = family.samples.flatMap(({ labels }) => labels.names);
    const isHistogram = family.type === 'histogram' || family.type === 'summary';
    const own = names.filter((name) => name !== '__name__' && !(isHistogram && WRITTEN_LABELS.has(name)));
    return {
      name: family.name,
      kind: family.type === 'stateset' ? 'gauge' : family.type,
      // A family without samples says nothing of its labels.
      labels: family.samples.length === 0 ? undefined : labelsNamed(own),
      origin: 'metrics-page',
    };
  });
}

/**
 * Reads a metrics page; `place` is its file or address.
 *
 * @throws TelltaleError TT_EXPOSITION for a page that cannot be read; the message starts with `place`.
 */
export function familiesOfPage(
  place: string,
  body: Uint8Array,
  contentType: string,
): readonly MetricFamily[] {
  try {
    return parseExposition(body, contentType).families;
  } catch (cause) {
    if (!(cause instanceof TelltaleError)) throw cause;
    throw new TelltaleError(cause.code, `${place}: ${cause.message}`, { fix: cause.fix, cause });
  }
}
