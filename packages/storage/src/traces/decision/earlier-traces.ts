import type { BufferedTrace, EarlierTrace } from '../buffer/trace-buffer.ts';
import type { TraceFiles } from '../file/trace-files.ts';
import type { DroppedTraces } from './dropped-traces.ts';

/** Of a trace with thousands of parts the spans of the last ones are known: to read all would take ever longer. */
const MAX_KNOWN_PARTS = 64;

/** Knows what was decided on traces before. */
export class EarlierTraces {
  readonly #files: TraceFiles;
  readonly #dropped: DroppedTraces;

  constructor(files: TraceFiles, dropped: DroppedTraces) {
    this.#files = files;
    this.#dropped = dropped;
  }

  /** It stays the same as long as the trace waits. */
  of(trace: BufferedTrace): EarlierTrace {
    return (trace.earlier ??= this.#find(trace.traceId));
  }

  #find(traceId: string): EarlierTrace {
    const spanIds = new Set(this.#dropped.spanIds(traceId));
    let parts = 0;
    for (const file of this.#files.ofLateSpans()) {
      const ids = file.partsOf(traceId);
      for (const part of ids.slice(-(MAX_KNOWN_PARTS - parts))) {
        for (const fragment of file.fragments(part))
          for (const { spanId } of fragment.heads()) spanIds.add(spanId);
      }
      parts += ids.length;
      if (parts >= MAX_KNOWN_PARTS) break;
    }
    return { isKept: parts > 0, isDropped: this.#dropped.has(traceId), spanIds };
  }
}
