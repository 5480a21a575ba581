import type { TraceTree, TreeSpan } from './span-tree.ts';

/** The spans that stand in the waterfall: what is folded is left out, and with `onlyErrors` what led to none. */
export function shownRows(
  { spans }: TraceTree,
  folded: ReadonlySet<string>,
  onlyErrors: boolean,
): readonly TreeSpan[] {
  const kept = onlyErrors ? errorsWithParents(spans) : undefined;
  const rows: TreeSpan[] = [];
  for (let index = 0; index < spans.length;) {
    const one = spans[index];
    if (kept && !kept.has(one)) {
      index = one.end;
      continue;
    }
    rows.push(one);
    index = folded.has(one.span.spanId) ? one.end : index + 1;
  }
  return rows;
}

function errorsWithParents(spans: readonly TreeSpan[]): ReadonlySet<TreeSpan> {
  const kept = new Set<TreeSpan>();
  for (const one of spans) {
    if (one.span.status !== 'error') continue;
    for (let at: TreeSpan | undefined = one; at && !kept.has(at); at = at.parent) kept.add(at);
  }
  return kept;
}

/** Spans in which a text stands: in a name, a service, an id, an attribute or what was thrown. */
export function matchesOf({ spans }: TraceTree, text: string): readonly TreeSpan[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return spans.filter(({ span }) =>
    [
      span.name,
      span.service,
      span.spanId,
      span.kind,
      span.statusMessage ?? '',
      JSON.stringify(span.attributes),
      JSON.stringify(span.events.map(({ name, attributes }) => [name, attributes])),
    ].some((part) => part.toLowerCase().includes(wanted)),
  );
}

/** All spans above those that are to be seen: folded ones among them have to be opened. */
export function pathTo(one: TreeSpan): readonly TreeSpan[] {
  const path: TreeSpan[] = [];
  for (let at = one.parent; at; at = at.parent) path.push(at);
  return path;
}
