import type { Attributes, Span } from '@telltale/model';
import type { TraceBuffer } from '../buffer/trace-buffer.ts';
import type { Fragment, SpanHead } from '../codec/fragment.ts';
import { parseResource } from '../codec/resource-hashes.ts';
import type { TraceFile } from '../file/trace-file.ts';

/** A fragment, and where what it says of programs is. */
export interface FoundFragment {
  readonly fragment: Fragment;
  resource(hash: string): Attributes;
  resourceJson(hash: string): string;
}

/** Where the spans of traces are: in files, and in memory those that came a moment ago. */
export interface TracePlaces {
  /** The newest first. */
  readonly files: readonly TraceFile[];
  readonly buffer: TraceBuffer;
}

/** All that is there of a trace, what came first first. */
export function fragmentsOfTrace(traceId: string, { files, buffer }: TracePlaces): FoundFragment[] {
  const stored = files
    .toReversed()
    .flatMap((file) =>
      file.partsOf(traceId).flatMap((part) => file.fragments(part).map((fragment) => inFile(fragment, file))),
    );
  const waiting = buffer.get(traceId)?.fragments ?? [];
  return [...stored, ...waiting.map(({ fragment, place }) => inMemory(fragment, place.batch.resources))];
}

/** A fragment of a file. */
export function inFile(fragment: Fragment, file: TraceFile): FoundFragment {
  return {
    fragment,
    resource: (hash) => file.resource(hash),
    resourceJson: (hash) => file.resourceJson(hash),
  };
}

/** A fragment that waits. */
export function inMemory(fragment: Fragment, resources: ReadonlyMap<string, string>): FoundFragment {
  const resourceJson = (hash: string) => resources.get(hash) ?? '{}';
  return { fragment, resource: (hash) => parseResource(resourceJson(hash)), resourceJson };
}

/** The heads of spans, each span once. */
export function uniqueHeads(fragments: readonly FoundFragment[]): SpanHead[] {
  const byId = new Map<Span['spanId'], SpanHead>();
  for (const { fragment } of fragments) {
    for (const head of fragment.heads()) if (!byId.has(head.spanId)) byId.set(head.spanId, head);
  }
  return [...byId.values()];
}
