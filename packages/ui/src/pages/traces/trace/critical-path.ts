import { endOf } from './span-tree.ts';
import type { TraceTree, TreeSpan } from './span-tree.ts';

/** A stretch of time in which a span was what the whole trace waited for. */
export interface CriticalPart {
  readonly fromMs: number;
  readonly toMs: number;
}

/** For each span that the trace waited for, when it did. */
export type CriticalPath = ReadonlyMap<TreeSpan, readonly CriticalPart[]>;

interface Waited extends CriticalPart {
  readonly span: TreeSpan;
}

/**
 * What a trace would have to do faster to end earlier: from the end of its longest top span backwards, always into the
 * child that ended last. The parts follow each other without gap or overlap over all of that span.
 */
export function criticalPath({ tops }: TraceTree): CriticalPath {
  const path = new Map<TreeSpan, CriticalPart[]>();
  const top = tops.reduce<TreeSpan | undefined>(
    (longest, one) => (longest && longest.span.durationMs >= one.span.durationMs ? longest : one),
    undefined,
  );
  if (top === undefined) return path;
  const add = (span: TreeSpan, fromMs: number, toMs: number): void => {
    if (toMs <= fromMs) return;
    const parts = path.get(span);
    if (parts) parts.push({ fromMs, toMs });
    else path.set(span, [{ fromMs, toMs }]);
  };
  const stack: Waited[] = [{ span: top, fromMs: top.span.startMs, toMs: endOf(top.span) }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { span, fromMs, toMs } = next;
    let untilMs = toMs;
    for (const child of lastFirst(next)) {
      if (child.toMs > untilMs) continue;
      add(span, child.toMs, untilMs);
      stack.push(child);
      untilMs = child.fromMs;
    }
    add(span, fromMs, untilMs);
  }
  return path;
}

/** Children within the time of their parent, which those on other machines' clocks may leave. */
function lastFirst({ span, fromMs, toMs }: Waited): readonly Waited[] {
  return span.children
    .map((child) => ({
      span: child,
      fromMs: Math.max(fromMs, child.span.startMs),
      toMs: Math.min(toMs, endOf(child.span)),
    }))
    .filter((child) => child.toMs > child.fromMs)
    .sort((a, b) => b.toMs - a.toMs || b.fromMs - a.fromMs);
}
