import type { BatchExemplar } from '@telltale/station/contract';
import { lineOf } from '../../format/printable.ts';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
import { isMeasured } from './exemplar-query.ts';

/** The value of a measurement beside a chart of this unit; what rates and shares count has units of its own. */
export function exemplarValue(unit: string, value: number): string {
  return formatValue(isMeasured(unit) ? unit : '', value);
}

/** The labels of a measurement's series, one text each. */
export function exemplarLabels({ labels }: BatchExemplar): readonly string[] {
  return Object.entries(labels).map(([name, value]) => `${lineOf(name)}=${lineOf(value)}`);
}

/** Tells all measurements of a chart in words; nothing where there are none. */
export function tellExemplars(exemplars: readonly BatchExemplar[], unit: string): string {
  if (exemplars.length === 0) return '';
  const largest = exemplars.reduce((most, one) => (one.value > most.value ? one : most));
  const count = exemplars.length === 1 ? '1 exemplar' : `${exemplars.length} exemplars`;
  return `${count}, the largest ${exemplarValue(unit, largest.value)}. Up and Down go through them, Enter opens the trace.`;
}

/** Tells one measurement in words. */
export function tellExemplar(one: BatchExemplar, unit: string, endMs: number): string {
  const facts = [`trace ${lineOf(one.traceId)}`, ...exemplarLabels(one)].join(', ');
  return `Exemplar ${exemplarValue(unit, one.value)} at ${formatMoment(one.atMs, endMs)}: ${facts}. Enter opens the trace.`;
}
