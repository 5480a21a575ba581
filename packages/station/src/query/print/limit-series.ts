import type { QueryAnnotation, QueryResult } from '@telltale/model';

const TRUNCATED: QueryAnnotation = { severity: 'warning', message: 'results truncated due to limit' };

/** Leaves out what is beyond the wanted number of series, and says so. */
export function limitSeries(
  { value, annotations }: QueryResult,
  limit: number | undefined,
): Pick<QueryResult, 'value' | 'annotations'> {
  if (limit === undefined) return { value, annotations };
  if (value.type === 'vector' && value.samples.length > limit) {
    return {
      value: { ...value, samples: value.samples.slice(0, limit) },
      annotations: [...annotations, TRUNCATED],
    };
  }
  if (value.type === 'matrix' && value.series.length > limit) {
    return {
      value: { ...value, series: value.series.slice(0, limit) },
      annotations: [...annotations, TRUNCATED],
    };
  }
  return { value, annotations };
}
