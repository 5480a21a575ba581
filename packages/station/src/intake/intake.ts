import type { LogRecord, LogStore, Span, TraceStore } from '@telltale/model';
import type { IntakeSource, RefusalReason, Signal, SignalObserver } from './intake-observer.ts';
import type { MetricIntake } from './metric-intake.ts';
import { isOverload } from './overload.ts';

/** What records and spans are taken by, wherever they come from. */
export interface LogIntake {
  /**
   * Keeps records; resolves when they survive the death of the process. Rejects with `TT_OVERLOADED` when more waits
   * than the store holds: nothing was taken then, and the sender is to be told to come again.
   */
  append(records: readonly LogRecord[], source: IntakeSource): Promise<void>;
  /** Calls back with the records of each batch when they are kept. Returns what ends it. */
  onRecords(listener: (records: readonly LogRecord[]) => void): () => void;
}

/** The same for spans. */
export interface SpanIntake {
  append(spans: readonly Span[], source: IntakeSource): Promise<void>;
  /** Calls back with the spans of each batch when they are kept, before tail sampling. Returns what ends it. */
  onSpans(listener: (spans: readonly Span[]) => void): () => void;
}

/** What the ways into the station end in. */
export interface IntakeTargets {
  readonly logIntake: LogIntake;
  readonly spanIntake: SpanIntake;
  readonly metricIntake: MetricIntake;
  /** Counts what becomes of the records of a signal. */
  readonly observe: (signal: Signal) => SignalObserver;
  /** Nothing was taken of a request. */
  readonly onRefused: (source: IntakeSource, reason: RefusalReason) => void;
}

/** What keeps the records. */
export interface SignalWriters {
  readonly logs: Pick<LogStore, 'append'>;
  readonly traces: Pick<TraceStore, 'append'>;
  readonly metrics: MetricIntake;
}

/** What counts what comes in. */
export type IntakeObserver = Pick<IntakeTargets, 'observe' | 'onRefused'>;

/** Puts intakes before the stores. `log` is told of listeners that fail; what they were told is kept. */
export function createIntakes(
  { logs, traces, metrics }: SignalWriters,
  { observe, onRefused }: IntakeObserver,
  log: (line: string) => void = () => {},
): IntakeTargets {
  const onListenerError = (error: unknown) =>
    log(`what listens to logs or traces failed: ${error instanceof Error ? error.message : String(error)}`);
  const records = createIntake<LogRecord>((all) => logs.append(all), observe('logs'), onListenerError);
  const spans = createIntake<Span>((all) => traces.append(all), observe('traces'), onListenerError);
  return {
    logIntake: { append: records.append, onRecords: records.subscribe },
    metricIntake: metrics,
    spanIntake: { append: spans.append, onSpans: spans.subscribe },
    observe,
    onRefused,
  };
}

type Listener<Item> = (items: readonly Item[]) => void;

function createIntake<Item>(
  keep: (items: readonly Item[]) => Promise<void>,
  observer: SignalObserver,
  onListenerError: (error: unknown) => void,
) {
  const listeners = new Set<Listener<Item>>();
  return {
    append: async (items: readonly Item[], source: IntakeSource) => {
      if (items.length === 0) return;
      try {
        await keep(items);
      } catch (error) {
        if (isOverload(error)) observer.onOverloaded(source, items.length);
        throw error;
      }
      observer.onReceived(source, items.length);
      for (const listener of listeners) {
        try {
          listener(items);
        } catch (error) {
          // The sender must not send again what is kept.
          onListenerError(error);
        }
      }
    },
    subscribe: (listener: Listener<Item>) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
