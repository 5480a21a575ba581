import type { LogStore, RecordProblem, TraceStore } from '@telltale/model';
import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import type { IntakeSource, RefusalReason, Signal, SignalObserver } from '../intake/intake-observer.ts';

const SOURCES = [
  'otlp_http',
  'otlp_grpc',
  'elasticsearch',
  'remote_write',
  'pushgateway',
] as const satisfies readonly IntakeSource[];
const SIGNALS = ['logs', 'traces', 'metrics'] as const satisfies readonly Signal[];
/** Why a record, a span or a data point was left out, or taken without a part of it. */
const PROBLEMS = [
  'malformed',
  'invalid_id',
  'too_deep',
  'too_many_values',
  'too_many_records',
  'invalid_name',
  'invalid_temporality',
  'invalid_histogram',
  'invalid_time',
  'too_many_labels',
  'too_long',
  'out_of_order',
  'series_limit',
] as const satisfies readonly RecordProblem[];
/** Why a whole request was refused. */
const REASONS = [
  'malformed',
  'too_large',
  'unsupported',
  'overloaded',
  'internal',
] as const satisfies readonly RefusalReason[];

/** Logs, traces and pushed metrics: what came, what was refused, what is kept. */
export const intakeMetrics = {
  telltale_logs_received_total: counter({
    help: 'Log records that were taken and kept.',
    labels: { source: SOURCES },
  }),
  telltale_spans_received_total: counter({
    help: 'Spans that were taken and kept.',
    labels: { source: SOURCES },
  }),
  telltale_logs_rejected_total: counter({
    help: 'Log records that were left out because they cannot be read.',
    labels: { source: SOURCES },
  }),
  telltale_spans_rejected_total: counter({
    help: 'Spans that were left out because they cannot be read or have no ids.',
    labels: { source: SOURCES },
  }),
  telltale_samples_received_total: counter({
    help: 'Samples that programs pushed and that were taken and kept; a data point of OTLP counts as one.',
    labels: { source: SOURCES },
  }),
  telltale_samples_rejected_total: counter({
    help: 'Samples that programs pushed and that were left out, or refused by the store.',
    labels: { source: SOURCES },
  }),
  telltale_samples_overloaded_total: counter({
    help: 'Pushed samples that could not be kept for now; their senders were told to come again.',
    labels: { source: SOURCES },
  }),
  telltale_intake_problems_total: counter({
    help: 'What was wrong with records, spans and samples that were left out or taken without a part.',
    labels: { signal: SIGNALS, problem: PROBLEMS },
  }),
  telltale_logs_overloaded_total: counter({
    help: 'Log records that the store had no room for; their senders were told to come again.',
    labels: { source: SOURCES },
  }),
  telltale_spans_overloaded_total: counter({
    help: 'Spans that the store had no room for; their senders were told to come again.',
    labels: { source: SOURCES },
  }),
  telltale_intake_refused_requests_total: counter({
    help: 'Requests with logs, traces or metrics of which nothing was taken, by reason.',
    labels: { source: SOURCES, reason: REASONS },
  }),
  telltale_log_store_records: gauge({ help: 'Log records that are kept.' }),
  telltale_log_store_bytes: gauge({ help: 'Size of the files with log records.', unit: 'bytes' }),
  telltale_trace_store_traces: gauge({ help: 'Traces that are kept.' }),
  telltale_trace_store_spans: gauge({ help: 'Spans that are kept.' }),
  telltale_trace_store_bytes: gauge({ help: 'Size of the files with spans.', unit: 'bytes' }),
  telltale_traces_sampled_out_total: counter({
    help: 'Traces that tail sampling did not keep since the start.',
  }),
};

type IntakeInstruments = InstrumentsOf<typeof intakeMetrics>;

/** Counts what becomes of log records, spans or pushed samples. */
export function signalObserver(metrics: IntakeInstruments, signal: Signal): SignalObserver {
  const { received, rejected, overloaded } = countersOf(metrics, signal);
  return {
    onReceived: (source, count) => received.inc({ source }, count),
    onOverloaded: (source, count) => overloaded.inc({ source }, count),
    onRejected: (source, count) => rejected.inc({ source }, count),
    onProblem: (problem, count) => metrics.telltale_intake_problems_total.inc({ signal, problem }, count),
  };
}

function countersOf(metrics: IntakeInstruments, signal: Signal) {
  switch (signal) {
    case 'logs':
      return {
        received: metrics.telltale_logs_received_total,
        rejected: metrics.telltale_logs_rejected_total,
        overloaded: metrics.telltale_logs_overloaded_total,
      };
    case 'traces':
      return {
        received: metrics.telltale_spans_received_total,
        rejected: metrics.telltale_spans_rejected_total,
        overloaded: metrics.telltale_spans_overloaded_total,
      };
    case 'metrics':
      return {
        received: metrics.telltale_samples_received_total,
        rejected: metrics.telltale_samples_rejected_total,
        overloaded: metrics.telltale_samples_overloaded_total,
      };
  }
}

/** Where the figures of the stores are read. */
export interface SignalFigures {
  readonly logs: Pick<LogStore, 'stats'>;
  readonly traces: Pick<TraceStore, 'stats'>;
}

/** Reads the figures of the stores at each gathering of the metrics. */
export function collectSignals(metrics: IntakeInstruments, figures: SignalFigures): void {
  const logs = shared(() => figures.logs.stats());
  const traces = shared(() => figures.traces.stats());
  metrics.telltale_log_store_records.collect(async () => (await logs()).records);
  metrics.telltale_log_store_bytes.collect(async () => (await logs()).bytes);
  metrics.telltale_trace_store_traces.collect(async () => (await traces()).traces);
  metrics.telltale_trace_store_spans.collect(async () => (await traces()).spans);
  metrics.telltale_trace_store_bytes.collect(async () => (await traces()).bytes);
  metrics.telltale_traces_sampled_out_total.collect(async () => (await traces()).sampledOut);
}

/** Figures that are asked for while they are being read are those that are read. */
function shared<Figures>(read: () => Promise<Figures>): () => Promise<Figures> {
  let running: Promise<Figures> | undefined;
  return () => {
    running ??= read().finally(() => (running = undefined));
    return running;
  };
}
