import type { LogRecord, LogStore, RecordProblem, Span, TraceStore } from '@telltale/model';
import { TelltaleError } from '@telltale/model';

/** Protocols that bring records; `telltale run` sends by the first. */
export type IntakeSource = 'otlp_http' | 'otlp_grpc' | 'elasticsearch';

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

/** What is taken in. */
export type Signal = 'logs' | 'traces';

/** Why nothing of a request was taken. */
export type RefusalReason = 'malformed' | 'too_large' | 'unsupported' | 'overloaded' | 'internal';

/** Counts what becomes of the records of a signal. */
export interface SignalObserver {
  onReceived(source: IntakeSource, count: number): void;
  onOverloaded(source: IntakeSource, count: number): void;
  /** Records were left out that cannot be read. */
  onRejected(source: IntakeSource, count: number): void;
  /** Something was wrong with records that were left out, or taken without that part. */
  onProblem(problem: RecordProblem, count: number): void;
}

/** What the ways into the station end in. */
export interface IntakeTargets {
  readonly logIntake: LogIntake;
  readonly spanIntake: SpanIntake;
  /** Counts what becomes of the records of a signal. */
  readonly observe: (signal: Signal) => SignalObserver;
  /** Nothing was taken of a request. */
  readonly onRefused: (source: IntakeSource, reason: RefusalReason) => void;
}

/** What keeps the records. */
export interface SignalWriters {
  readonly logs: Pick<LogStore, 'append'>;
  readonly traces: Pick<TraceStore, 'append'>;
}

/** What counts what comes in. */
export type IntakeObserver = Pick<IntakeTargets, 'observe' | 'onRefused'>;

/** Puts intakes before the stores. `log` is told of listeners that fail; what they were told is kept. */
export function createIntakes(
  { logs, traces }: SignalWriters,
  { observe, onRefused }: IntakeObserver,
  log: (line: string) => void = () => {},
): IntakeTargets {
  const onListenerError = (error: unknown) =>
    log(`what listens to logs or traces failed: ${error instanceof Error ? error.message : String(error)}`);
  const records = createIntake<LogRecord>((all) => logs.append(all), observe('logs'), onListenerError);
  const spans = createIntake<Span>((all) => traces.append(all), observe('traces'), onListenerError);
  return {
    logIntake: { append: records.append, onRecords: records.subscribe },
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

/** Too much waits, a server does not answer, the disk is full: nothing was taken, and it may be later. */
const OVERLOADS: ReadonlySet<string> = new Set(['TT_OVERLOADED', 'TT_STORE_UNREACHABLE', 'TT_DATA_FOLDER']);

/** Whether an error says that the sender is to come again later. */
export function isOverload(error: unknown): boolean {
  return error instanceof TelltaleError && OVERLOADS.has(error.code);
}
