import { isEntrySpan } from '@telltale/model';
import type { ServiceCall } from '@telltale/model';
import type { SpanHead } from '../codec/fragment.ts';
import { minuteOf } from '../minute.ts';
import { Tally } from './tally.ts';

/** What was counted in a minute of an operation, or of calls. */
export interface MinuteCount {
  readonly minute: number;
  readonly tally: Tally;
}

/** Of the spans of an operation by which its service is entered, or of all others. */
export interface OperationCount extends MinuteCount {
  readonly service: string;
  readonly operation: string;
  readonly isEntry: boolean;
}

export interface EdgeCount extends MinuteCount {
  readonly caller: string;
  readonly callee: string;
}

/** Counts spans and calls by the minutes in which they began. */
export class MinuteCounts {
  readonly #operations = new Map<string, OperationCount>();
  readonly #edges = new Map<string, EdgeCount>();

  get operations(): Iterable<OperationCount> {
    return this.#operations.values();
  }

  get edges(): Iterable<EdgeCount> {
    return this.#edges.values();
  }

  countSpan(head: SpanHead): void {
    const { service, name, startMs, durationMs, status } = head;
    const minute = minuteOf(startMs);
    const isEntry = isEntrySpan(head);
    const key = `${minute} ${isEntry ? 1 : 0} ${service.length} ${service}${name}`;
    let count = this.#operations.get(key);
    if (count === undefined) {
      count = { minute, service, operation: name, isEntry, tally: new Tally() };
      this.#operations.set(key, count);
    }
    count.tally.count(durationMs, status === 'error');
  }

  countCall({ caller, callee, span }: ServiceCall<SpanHead>): void {
    const minute = minuteOf(span.startMs);
    const key = `${minute} ${caller.length} ${caller}${callee}`;
    let count = this.#edges.get(key);
    if (count === undefined) this.#edges.set(key, (count = { minute, caller, callee, tally: new Tally() }));
    count.tally.count(span.durationMs, span.status === 'error');
  }
}
