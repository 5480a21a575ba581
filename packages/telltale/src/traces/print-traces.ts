import { formatSpanDuration } from '@telltale/model';
import type { TraceSummary } from '@telltale/model';
import type {
  ComparedAttribute,
  ComparedFigures,
  ComparedOperation,
  RedFigures,
  ServiceMapResponse,
  ServiceNode,
  TraceComparisonResponse,
  TraceOperationsResponse,
} from '@telltale/station/contract';
import { textTable } from '../alerts/text-table.ts';
import { plural } from '../check/report/plural.ts';
import { isoTime } from '../logs/log-line.ts';

/** A list of traces, a line each. */
export function formatTraces(traces: readonly TraceSummary[]): string {
  const rows = traces.map((trace) => [
    isoTime(trace.startMs),
    trace.traceId,
    formatSpanDuration(trace.durationMs),
    `${trace.spans}${trace.isPartial ? '+' : ''}`,
    trace.errors === 0 ? '' : `✗ ${trace.errors}`,
    `${trace.service}  ${trace.operation}`,
  ]);
  return textTable([['BEGAN', 'TRACE', 'TOOK', 'SPANS', 'ERRORS', 'ROOT'], ...rows]);
}

/** Services with their rate, errors and duration, and below them who calls whom. */
export function formatMap({ nodes, edges }: ServiceMapResponse): string {
  const services = nodes.map((node) => [nameOf(node), ...redCells(node), durationCell(node.durationMs.p95)]);
  const ways = edges.map((edge) => [
    `${edge.caller} → ${edge.callee}`,
    ...redCells(edge),
    durationCell(edge.durationMs.p95),
  ]);
  const head = ['RATE', 'ERRORS', 'P95'];
  const calls = ways.length === 0 ? '' : `\n${textTable([['CALLS', ...head], ...ways])}`;
  return textTable([['SERVICE', ...head], ...services]) + calls;
}

/** Operations with their rate, errors and durations. */
export function formatOperations({ operations }: TraceOperationsResponse): string {
  const rows = operations.map(({ service, operation, durationMs, ...figures }) => [
    ...redCells(figures),
    ...[durationMs.p50, durationMs.p95, durationMs.p99, durationMs.max].map(durationCell),
    `${service}  ${operation}`,
  ]);
  return textTable([['RATE', 'ERRORS', 'P50', 'P95', 'P99', 'MAX', 'OPERATION'], ...rows]);
}

/** Two sets of traces: what is called how often and how long, and which values one has more often. */
export function formatComparison(comparison: TraceComparisonResponse): string {
  const { selection, baseline, callsPer, operations, attributes } = comparison;
  const sets = [
    `selection: ${plural(selection.traces, 'trace')}${selection.isComplete ? '' : ', the newest'}`,
    `baseline: ${plural(baseline.traces, 'trace')}${baseline.isComplete ? '' : ', the newest'}`,
  ];
  const head = [`CALLS/${callsPer.toUpperCase()}`, 'ERRORS', 'P50', 'P95', 'OPERATION'];
  const rows = operations.map((operation) => comparedRow(operation));
  const values = attributes.map(attributeRow);
  const telling =
    values.length === 0
      ? 'No value of an attribute is more frequent in one of them than chance explains.\n'
      : textTable([['SELECTION', 'BASELINE', 'VALUE'], ...values]);
  return `${sets.join('; ')}\n\n${textTable([head, ...rows])}\n${telling}`;
}

/** What was, and what is. */
function comparedRow({ service, operation, selection, baseline }: ComparedOperation): readonly string[] {
  const change = (of: (figures: ComparedFigures) => string) =>
    `${baseline ? of(baseline) : '–'} → ${selection ? of(selection) : '–'}`;
  return [
    change(({ frequency }) => rateText(frequency)),
    change(({ errors, calls }) => shareText(calls === 0 ? 0 : errors / calls)),
    change(({ durationMs }) => formatSpanDuration(durationMs.p50)),
    change(({ durationMs }) => formatSpanDuration(durationMs.p95)),
    `${service}  ${operation}`,
  ];
}

function attributeRow({ field, value, selection, baseline }: ComparedAttribute): readonly string[] {
  return [shareText(selection), shareText(baseline), `${field}=${JSON.stringify(value)}`];
}

function nameOf({ service, isPeer }: ServiceNode): string {
  return isPeer ? `(${service})` : service;
}

function redCells({ ratePerSecond, errorShare }: RedFigures): readonly string[] {
  return [`${rateText(ratePerSecond)}/s`, shareText(errorShare)];
}

function durationCell(ms: number | null): string {
  return ms === null ? '–' : formatSpanDuration(ms);
}

function rateText(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}

function shareText(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}
