import { keepsTrace, serviceCalls } from '@telltale/model';
import type { TailSampling } from '@telltale/model';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import type { BufferedFragment, EarlierTrace } from '../buffer/trace-buffer.ts';
import type { SpanHead } from '../codec/fragment.ts';
import { FragmentWriter, MAX_FRAGMENT_SPANS } from '../codec/fragment-writer.ts';
import { BatchResources, parseResource } from '../codec/resource-hashes.ts';
import type { DecidedTrace, KeptPart } from '../file/decided-trace.ts';

/** Parts with more are read too long. */
const MAX_PART_BYTES = 1024 * 1024;

interface NewFragment {
  readonly bytes: Uint8Array;
  readonly heads: readonly SpanHead[];
}

/**
 * Decides whether what has come of a trace is kept. What comes late is kept when what came before was; where that
 * was not kept, only errors and what is slow.
 *
 * @param fragments - all of the same trace.
 */
export function decideTrace(
  fragments: readonly BufferedFragment[],
  earlier: EarlierTrace,
  sampling: TailSampling,
): DecidedTrace {
  const seen = new Set(earlier.spanIds);
  const fresh = fragments
    .map((waiting) => withoutSeen(waiting, seen))
    .filter(({ heads }) => heads.length > 0);
  const heads = fresh.flatMap((each) => each.heads);
  const policy = earlier.isDropped ? { ...sampling, ratio: 0 } : sampling;
  const isKept = heads.length > 0 && (earlier.isKept || keepsTrace(policy, heads));
  return {
    traceId: fragments[0].fragment.traceId,
    heads,
    calls: serviceCalls(heads, ({ peer }) => peer),
    parts: isKept ? partsOf(fresh) : [],
    resources: isKept ? resourcesOf(fragments) : new Map(),
    isContinued: earlier.isKept,
  };
}

/** A fragment without the spans that came before, which are then known. */
function withoutSeen({ fragment, place }: BufferedFragment, seen: Set<string>): NewFragment {
  const heads = fragment.heads();
  const fresh = heads.filter(({ spanId }) => {
    const isNew = !seen.has(spanId);
    seen.add(spanId);
    return isNew;
  });
  if (fresh.length === heads.length || fresh.length === 0) return { bytes: fragment.bytes, heads: fresh };
  // Of those in the fragment that have the same id the first is the one.
  const wanted = new Set(fresh.map(({ spanId }) => spanId));
  const spans = fragment.spans(
    (hash) => parseResource(place.batch.resources.get(hash) ?? '{}'),
    ({ spanId }) => wanted.delete(spanId),
  );
  const writer = new ByteWriter(fragment.bytes.length);
  new FragmentWriter(new BatchResources()).write(writer, spans);
  return { bytes: writer.copy(), heads: fresh };
}

/** Puts fragments together, as many as are read at once. */
function partsOf(fragments: readonly NewFragment[]): KeptPart[] {
  const parts: { fragments: Uint8Array[]; heads: SpanHead[]; bytes: number }[] = [];
  for (const { bytes, heads } of fragments) {
    const last = parts.at(-1);
    const hasRoom =
      last !== undefined &&
      last.heads.length + heads.length <= MAX_FRAGMENT_SPANS &&
      last.bytes + bytes.length <= MAX_PART_BYTES;
    const part = hasRoom ? last : { fragments: [], heads: [], bytes: 0 };
    if (!hasRoom) parts.push(part);
    part.fragments.push(bytes);
    part.heads.push(...heads);
    part.bytes += bytes.length;
  }
  return parts;
}

function resourcesOf(fragments: readonly BufferedFragment[]): Map<string, string> {
  const needed = new Map<string, string>();
  for (const { fragment, place } of fragments) {
    for (const hash of fragment.resourceHashes()) {
      needed.set(hash, place.batch.resources.get(hash) ?? '{}');
    }
  }
  return needed;
}
