import type { MetricView } from '@telltale/station/contract';
import { suggestQuery } from './suggest-query.ts';

/** A query to begin with, and what it tells. */
export interface ExampleQuery {
  readonly query: string;
  readonly what: string;
}

const UP: ExampleQuery = { query: 'sum by (job) (up)', what: 'Targets that answer, by job' };

/** One example of each type, the team's own metrics before others; only what gives an answer. */
export function exampleQueries(metrics: readonly MetricView[]): readonly ExampleQuery[] {
  const seen = metrics.filter(({ series, standing }) => series !== 0 && standing !== 'declared');
  const byOwn = [...seen].sort((a, b) => Number(b.source !== '') - Number(a.source !== ''));
  const examples = ['histogram', 'counter', 'gauge'].flatMap((type): readonly ExampleQuery[] => {
    const metric = byOwn.find((one) => one.type === type && one.name !== 'up');
    if (metric === undefined) return [];
    return [{ query: suggestQuery(metric), what: metric.help === '' ? metric.name : metric.help }];
  });
  const hasUp = seen.some(({ name }) => name === 'up');
  return hasUp ? [...examples, UP] : examples;
}
