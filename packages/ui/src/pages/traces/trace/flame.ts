import type { TraceTree, TreeSpan } from './span-tree.ts';
import { operationKey } from './trace-figures.ts';

/** All spans of an operation below the same operations. */
export interface Frame {
  /** Names the frame within its graph. */
  readonly key: string;
  readonly service: string;
  readonly operation: string;
  readonly count: number;
  readonly errors: number;
  readonly depth: number;
  readonly selfMs: number;
  /** Its own time and that of all below it. */
  readonly totalMs: number;
  readonly parent: Frame | undefined;
  readonly children: readonly Frame[];
}

/** A frame where it is drawn: its place from 0 to 1, and its row. */
export interface PlacedFrame {
  readonly frame: Frame;
  readonly from: number;
  readonly width: number;
  readonly row: number;
}

type Draft = { -readonly [Key in keyof Omit<Frame, 'children' | 'parent'>]: Frame[Key] } & {
  readonly parent: Draft | undefined;
  readonly children: Draft[];
  readonly byKey: Map<string, Draft>;
};

/** The frames of a trace, parents before their children; the first holds all others. */
export function framesOf({ spans }: TraceTree): readonly Frame[] {
  const all = draft('', 'All', '', undefined);
  const drafts = [all];
  const frameOf = new Map<TreeSpan, Draft>();
  for (const one of spans) {
    const parent = (one.parent && frameOf.get(one.parent)) ?? all;
    const { service, name } = one.span;
    const operation = operationKey(service, name);
    let frame = parent.byKey.get(operation);
    if (!frame) {
      frame = draft(String(drafts.length), service, name, parent);
      parent.byKey.set(operation, frame);
      parent.children.push(frame);
      drafts.push(frame);
    }
    frame.count++;
    frame.selfMs += one.selfMs;
    if (one.span.status === 'error') frame.errors++;
    frameOf.set(one, frame);
  }
  for (const frame of drafts.toReversed()) {
    frame.totalMs += frame.selfMs;
    if (frame.parent) frame.parent.totalMs += frame.totalMs;
    frame.children.sort((a, b) => b.totalMs - a.totalMs);
  }
  return drafts;
}

/**
 * Frames from one of them downwards, each below its parent and as wide as its time. What would be narrower than
 * `least`, or in more rows than `rows`, is left out.
 */
export function placeFrames(
  top: Frame,
  { least, rows }: { readonly least: number; readonly rows: number },
): readonly PlacedFrame[] {
  const lengthMs = top.totalMs || 1;
  const placed: PlacedFrame[] = [];
  const stack: PlacedFrame[] = [{ frame: top, from: 0, width: 1, row: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    placed.push(next);
    let { from } = next;
    const below: PlacedFrame[] = [];
    for (const frame of next.frame.children) {
      const width = frame.totalMs / lengthMs;
      if (width >= least && next.row + 1 < rows) below.push({ frame, from, width, row: next.row + 1 });
      from += width;
    }
    stack.push(...below.toReversed());
  }
  return placed;
}

function draft(key: string, service: string, operation: string, parent: Draft | undefined): Draft {
  return {
    key,
    service,
    operation,
    parent,
    count: 0,
    errors: 0,
    depth: parent ? parent.depth + 1 : 0,
    selfMs: 0,
    totalMs: 0,
    children: [],
    byKey: new Map(),
  };
}
