import type { Span } from '@telltale/station/contract';

/** A span where it stands among those of its trace. */
export interface TreeSpan {
  readonly span: Span;
  /** Place among all spans of the trace, parents before their children. */
  readonly index: number;
  /** The index after that of the last span below it. */
  readonly end: number;
  readonly depth: number;
  /** `undefined` where there is none, and where it names one that did not come. */
  readonly parent: TreeSpan | undefined;
  readonly children: readonly TreeSpan[];
  /** Time in which none of its children was at work. */
  readonly selfMs: number;
}

/** The spans of a trace, in order. */
export interface TraceTree {
  readonly traceId: string;
  readonly startMs: number;
  /** From the first begin to the last end. */
  readonly durationMs: number;
  /** Parents before their children, which stand by their begin. */
  readonly spans: readonly TreeSpan[];
  readonly tops: readonly TreeSpan[];
  readonly byId: ReadonlyMap<string, TreeSpan>;
  /** Spans that name a parent that is not there. */
  readonly orphans: number;
  readonly errors: number;
}

type Draft = { -readonly [Key in keyof Omit<TreeSpan, 'children' | 'parent'>]: TreeSpan[Key] } & {
  parent: Draft | undefined;
  children: Draft[];
};

/** Puts spans in order. Those whose parent is not there stand at the top, and so do those that go round in a circle. */
export function treeOf(traceId: string, all: readonly Span[]): TraceTree {
  const byId = new Map(all.map((span): [string, Draft] => [span.spanId, draftOf(span)]));
  const drafts = [...byId.values()].sort((a, b) => a.span.startMs - b.span.startMs);
  for (const draft of drafts) {
    const parent = parentOf(draft, byId);
    draft.parent = parent;
    parent?.children.push(draft);
  }
  const spans: Draft[] = [];
  const tops: Draft[] = [];
  for (const draft of drafts) if (draft.parent === undefined) tops.push(number(draft, spans));
  // What is not numbered by now hangs from itself.
  for (const draft of drafts) if (draft.index < 0) tops.push(number(cut(draft), spans));
  for (const draft of spans) draft.selfMs = selfMsOf(draft);
  const startMs = spans.reduce((least, { span }) => Math.min(least, span.startMs), Infinity);
  const endMs = spans.reduce((most, { span }) => Math.max(most, endOf(span)), -Infinity);
  return {
    traceId,
    startMs,
    durationMs: Math.max(0, endMs - startMs),
    spans,
    tops,
    byId,
    orphans: tops.filter(({ span }) => span.parentSpanId !== undefined).length,
    errors: spans.filter(({ span }) => span.status === 'error').length,
  };
}

/** When a span ended. */
export function endOf({ startMs, durationMs }: Pick<Span, 'startMs' | 'durationMs'>): number {
  return startMs + durationMs;
}

function draftOf(span: Span): Draft {
  return { span, index: -1, end: -1, depth: 0, parent: undefined, children: [], selfMs: 0 };
}

function parentOf({ span }: Draft, byId: ReadonlyMap<string, Draft>): Draft | undefined {
  return span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
}

/** Opens a circle at a span, which then stands at the top. */
function cut(draft: Draft): Draft {
  const { parent } = draft;
  if (parent) parent.children = parent.children.filter((child) => child !== draft);
  draft.parent = undefined;
  return draft;
}

/** Numbers a span and all below it; without recursion, since traces may be as deep as they are long. */
function number(top: Draft, spans: Draft[]): Draft {
  const open: Draft[] = [];
  const stack: Draft[] = [top];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    while (open.length > 0 && open[open.length - 1] !== next.parent) close(open.pop(), spans);
    next.depth = open.length;
    next.index = spans.length;
    spans.push(next);
    open.push(next);
    for (let at = next.children.length - 1; at >= 0; at--) stack.push(next.children[at]);
  }
  for (const draft of open) close(draft, spans);
  return top;
}

function close(draft: Draft | undefined, spans: readonly Draft[]): void {
  if (draft) draft.end = spans.length;
}

/** Children may overlap one another, and reach beyond their parent: each moment counts once. */
function selfMsOf({ span, children }: TreeSpan): number {
  let busyMs = 0;
  let untilMs = span.startMs;
  for (const child of children) {
    const fromMs = Math.max(untilMs, child.span.startMs);
    const toMs = Math.min(endOf(span), endOf(child.span));
    if (toMs > fromMs) {
      busyMs += toMs - fromMs;
      untilMs = toMs;
    }
  }
  return Math.max(0, span.durationMs - busyMs);
}
