import { JsonLines } from './formats/json-lines.ts';
import type { LineFormat } from './formats/line-format.ts';
import { lineFormat } from './formats/line-format.ts';
import type { LimitOptions } from './limits/record-limits.ts';
import { RecordLimits } from './limits/record-limits.ts';
import type { LogCounts } from './log-counts.ts';
import type { FieldNames } from './records/field-names.ts';
import type { Correlation, LogEntry } from './records/log-entry.ts';
import { LogScope } from './records/log-scope.ts';
import type { RecordBuilder, SizedRecord } from './records/record-builder.ts';
import type { LineSink, Outlet, RecordSink } from './sinks/sink.ts';

/** What {@link LogPipeline} is made of. */
export interface PipelineParts {
  readonly service: string;
  readonly names: FieldNames;
  readonly builder: RecordBuilder;
  readonly outlets: readonly Outlet[];
  readonly limits: LimitOptions;
  readonly counts: LogCounts;
  /** Where what is logged now belongs. */
  readonly correlate: () => Correlation;
}

/** What a logger hands over. */
export interface LoggedRecord {
  readonly message: string;
  readonly fields?: object | undefined;
  readonly error?: unknown;
  readonly event?: string | undefined;
  /** Now, where it is not given. */
  readonly timeMs?: number | undefined;
}

/** Sinks that take the same lines. */
interface LineGroup {
  readonly format: LineFormat;
  readonly outlets: readonly (Outlet & { readonly sink: LineSink })[];
}

/** How often it is told what was left out. */
const TELL_EVERY_MS = 10_000;

/**
 * The way of a record from a logger to its sinks. Each form is made once, and only where a sink of that form wants
 * the record. Never throws.
 */
export class LogPipeline {
  readonly #parts: PipelineParts;
  readonly #json: JsonLines;
  readonly #jsonOutlets: readonly (Outlet & { readonly sink: LineSink })[];
  readonly #lineGroups: readonly LineGroup[];
  readonly #recordOutlets: readonly (Outlet & { readonly sink: RecordSink })[];
  readonly #limits: RecordLimits | undefined;
  readonly #ownScope = new LogScope({ name: 'telltale', service: 'telltale' });
  #tellTimer: NodeJS.Timeout | undefined;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
    this.#json = new JsonLines(parts.names, parts.service, (entry) => parts.builder.build(entry).record);
    const lines = parts.outlets.filter(isLineOutlet);
    this.#jsonOutlets = lines.filter(({ sink }) => sink.format === 'json');
    this.#lineGroups = groupsOf(lines.filter(({ sink }) => sink.format !== 'json'));
    this.#recordOutlets = parts.outlets.filter(isRecordOutlet);
    this.#limits = RecordLimits.areNeeded(parts.limits) ? new RecordLimits(parts.limits) : undefined;
  }

  /** Takes a record to the sinks that want it. */
  take(scope: LogScope, level: number, logged: LoggedRecord): void {
    try {
      this.#take(scope, level, logged);
    } catch {
      this.#parts.counts.dropped('failed');
    }
  }

  /** Tells what was left out and not told yet. */
  tellLeftOut(): void {
    clearTimeout(this.#tellTimer);
    this.#tellTimer = undefined;
    // At the end, what is still repeated is told, too.
    this.#tell(Infinity);
  }

  #take(scope: LogScope, level: number, logged: LoggedRecord): void {
    const { message, event } = logged;
    const correlation = this.#parts.correlate();
    const nowMs = Date.now();
    const timeMs = logged.timeMs ?? nowMs;
    const { counts } = this.#parts;
    counts.record(level);
    const { traceId } = correlation;
    const reason =
      this.#limits &&
      this.#limits.leavesOut({ level, logger: scope.logger, message, event, traceId, timeMs });
    if (reason !== undefined) {
      counts.dropped(reason);
      if (reason !== 'sampled') this.#planTelling();
      return;
    }
    const { fields, error } = logged;
    this.#give({ timeMs, level, scope, message, fields, error, event, correlation }, nowMs);
  }

  #give(entry: LogEntry, nowMs: number): void {
    const { level } = entry;
    const { isOwn } = entry.scope.gate;
    let line: string | undefined;
    for (const { sink, min, minOfOwnLevelled } of this.#jsonOutlets) {
      if (level >= (isOwn ? minOfOwnLevelled : min)) sink.write((line ??= this.#json.line(entry)), nowMs);
    }
    if (this.#lineGroups.length > 0 || this.#recordOutlets.length > 0) this.#giveRecord(entry, nowMs);
  }

  #giveRecord(entry: LogEntry, nowMs: number): void {
    const { level, scope } = entry;
    let sized: SizedRecord | undefined;
    const record = (): SizedRecord => (sized ??= this.#parts.builder.build(entry));
    const wants = ({ min, minOfOwnLevelled }: Outlet) => level >= (scope.gate.isOwn ? minOfOwnLevelled : min);
    for (const { format, outlets } of this.#lineGroups) {
      let line: string | undefined;
      for (const outlet of outlets) {
        if (wants(outlet)) outlet.sink.write((line ??= format.lineOf(record().record)), nowMs);
      }
    }
    for (const outlet of this.#recordOutlets) if (wants(outlet)) outlet.sink.take(record());
  }

  #planTelling(): void {
    if (this.#tellTimer !== undefined) return;
    this.#tellTimer = setTimeout(() => {
      this.#tellTimer = undefined;
      this.#tell(Date.now());
      if (this.#limits?.hasLeftOut) this.#planTelling();
    }, TELL_EVERY_MS);
    this.#tellTimer.unref();
  }

  #tell(nowMs: number): void {
    for (const { reason, logger, message, level, count } of this.#limits?.takeLeftOut(nowMs) ?? []) {
      const text = reason === 'repeated' ? 'a message was repeated' : 'log records were left out';
      const fields = { reason, count, of_logger: logger, of_message: message };
      const own = { scope: this.#ownScope, message: text, fields, error: undefined, event: undefined };
      const now = Date.now();
      this.#give({ ...own, timeMs: now, level, correlation: {} }, now);
    }
  }
}

function isLineOutlet(outlet: Outlet): outlet is Outlet & { readonly sink: LineSink } {
  return outlet.sink.form === 'line';
}

function isRecordOutlet(outlet: Outlet): outlet is Outlet & { readonly sink: RecordSink } {
  return outlet.sink.form === 'record';
}

/** Sinks that take the same lines are given the same text. */
function groupsOf(outlets: readonly (Outlet & { readonly sink: LineSink })[]): LineGroup[] {
  const groups = Map.groupBy(outlets, ({ sink }) => `${sink.format} ${sink.isColoured}`);
  return [...groups.values()].map((members) => {
    const { format, isColoured } = members[0].sink;
    return { format: lineFormat(format === 'json' ? 'text' : format, isColoured), outlets: members };
  });
}
