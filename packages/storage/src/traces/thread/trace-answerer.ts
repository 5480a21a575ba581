import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TraceFiles } from '../file/trace-files.ts';
import { packTrace } from '../read/packed-trace.ts';
import { RedReader } from '../read/red-reader.ts';
import { searchTraces } from '../read/search-traces.ts';
import { fragmentsOfTrace } from '../read/trace-contents.ts';
import type { TraceAnswer, TraceAnswers, TraceFigures, TraceRequest } from './messages.ts';
import { Slots } from './slots.ts';
import type { TraceSettler } from './trace-settler.ts';

/** Reads that go on at the same time: more would only make each wait for the others. */
const MAX_LONG_READS = 2;
const TRACE_ID = /^[0-9a-f]{32}$/;

type LongRequest = Extract<TraceRequest, { kind: 'search' | 'services' | 'edges' | 'operations' }>;

/** Answers what is asked of the traces, of those in files and of those that wait. */
export class TraceAnswerer {
  readonly #files: TraceFiles;
  readonly #settler: TraceSettler;
  readonly #slots = new Slots(MAX_LONG_READS);

  constructor(files: TraceFiles, settler: TraceSettler) {
    this.#files = files;
    this.#settler = settler;
  }

  async answer(request: TraceRequest, signal: AbortSignal): Promise<TraceAnswer> {
    switch (request.kind) {
      case 'open':
        return this.#settler.ledger.nextNumber;
      case 'get':
        return TRACE_ID.test(request.traceId) ? this.#get(request.traceId) : undefined;
      case 'stats':
        // What is due is written first.
        await nextTurn();
        return this.#figures();
      case 'days':
        return this.#files.days;
      case 'dropDays':
        return this.#files.dropDays(request.days);
      case 'flush':
        return this.#settler.flush();
      case 'close':
        return this.#close();
      default:
        return this.#slots.run(signal, () => this.#read(request, signal));
    }
  }

  #get(traceId: string): TraceAnswers['get'] {
    const { buffer } = this.#settler;
    return this.#files.read((files) => {
      const found = fragmentsOfTrace(traceId, { files, buffer });
      return found.length === 0 ? undefined : packTrace(traceId, found);
    });
  }

  #read(request: LongRequest, signal: AbortSignal): Promise<TraceAnswers[LongRequest['kind']]> {
    const { buffer } = this.#settler;
    if (request.kind === 'search') {
      return this.#files.use((files) => searchTraces(request.search, { files, buffer }, signal));
    }
    return this.#files.useFrozen<TraceAnswers['services' | 'edges' | 'operations']>((files) => {
      // At the moment at which the files are frozen, so that what is put into them meanwhile is counted once.
      const waiting = [...buffer.traces()].map((trace) => ({
        fragments: [...trace.fragments],
        isCounted: (spanId: string) => this.#settler.earlier.of(trace).spanIds.has(spanId),
      }));
      const reader = new RedReader({ files, waiting }, signal);
      if (request.kind === 'operations') return reader.operations(request.selection);
      return request.kind === 'edges' ? reader.edges(request.range) : reader.services(request.range);
    });
  }

  /** What waits counts as if it were kept, and as traces of their own. */
  #figures(): TraceFigures {
    const { buffer, sampledOut } = this.#settler;
    let traces = buffer.size;
    let spans = 0;
    let oldestMs = Infinity;
    this.#files.read((files) => {
      for (const totals of files.map((file) => file.totals())) {
        traces += totals.traces;
        spans += totals.spans;
        oldestMs = Math.min(oldestMs, totals.oldestMs ?? Infinity);
      }
    });
    for (const trace of buffer.traces()) {
      spans += trace.spans;
      for (const { fragment } of trace.fragments) oldestMs = Math.min(oldestMs, fragment.firstStartMs);
    }
    return { traces, spans, oldestMs: oldestMs === Infinity ? undefined : oldestMs, sampledOut };
  }

  #close(): void {
    this.#settler.close();
    this.#files.close();
  }
}
