/** A call from one node to another. */
export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
}

/** Where a node stands: its column, and its place in it. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** Where all nodes stand. */
export interface Layout {
  readonly places: ReadonlyMap<string, Place>;
  readonly columns: number;
  /** Nodes of the fullest column. */
  readonly rows: number;
}

const SWEEPS = 8;

/**
 * Puts callers left of those that they call, as far as there are no circles, and in each column those near that belong
 * together. The same nodes and edges give the same layout, in whatever order they come.
 */
export function layOut(names: readonly string[], edges: readonly LayoutEdge[]): Layout {
  const nodes = [...new Set(names)].sort();
  const known = new Set(nodes);
  const forward = withoutCircles(
    nodes,
    edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to)),
  );
  const columnOf = columnsOf(nodes, forward);
  const columns: string[][] = [];
  for (const node of nodes) (columns[columnOf.get(node) ?? 0] ??= []).push(node);
  order(columns, forward);
  const rows = columns.reduce((most, { length }) => Math.max(most, length), 0);
  const places = new Map(
    columns.flatMap((column, index) =>
      column.map((node, row): [string, Place] => [
        node,
        { column: index, row: row + (rows - column.length) / 2 },
      ]),
    ),
  );
  return { places, columns: columns.length, rows };
}

/** Turns round what would lead back, beginning from those that nobody calls. */
function withoutCircles(nodes: readonly string[], edges: readonly LayoutEdge[]): readonly LayoutEdge[] {
  const calls = Map.groupBy(
    [...edges].sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0)),
    ({ from }) => from,
  );
  const called = new Set(edges.map(({ to }) => to));
  const state = new Map<string, 'open' | 'done'>();
  const forward: LayoutEdge[] = [];
  const visit = (node: string): void => {
    state.set(node, 'open');
    for (const edge of calls.get(node) ?? []) {
      const at = state.get(edge.to);
      forward.push(at === 'open' ? { from: edge.to, to: edge.from } : edge);
      if (at === undefined) visit(edge.to);
    }
    state.set(node, 'done');
  };
  for (const node of nodes) if (!called.has(node) && !state.has(node)) visit(node);
  for (const node of nodes) if (!state.has(node)) visit(node);
  return forward;
}

/** How many calls lead to a node at the most. */
function columnsOf(nodes: readonly string[], edges: readonly LayoutEdge[]): ReadonlyMap<string, number> {
  const callers = Map.groupBy(edges, ({ to }) => to);
  const found = new Map<string, number>();
  const columnOf = (node: string): number => {
    const known = found.get(node);
    if (known !== undefined) return known;
    const column = (callers.get(node) ?? []).reduce(
      (most, { from }) => Math.max(most, columnOf(from) + 1),
      0,
    );
    found.set(node, column);
    return column;
  };
  for (const node of nodes) columnOf(node);
  return found;
}

/** Moves nodes towards the middle of those that they call and are called by, to and fro. */
function order(columns: string[][], edges: readonly LayoutEdge[]): void {
  const near = new Map<string, string[]>();
  for (const { from, to } of edges) {
    near.set(from, [...(near.get(from) ?? []), to]);
    near.set(to, [...(near.get(to) ?? []), from]);
  }
  const height = new Map<string, number>();
  const note = (column: readonly string[]): void =>
    column.forEach((node, row) => height.set(node, (row + 0.5) / column.length));
  columns.forEach(note);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      const wanted = new Map(column.map((node) => [node, middleOf(node, near.get(node) ?? [], height)]));
      column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || (a < b ? -1 : 1));
      note(column);
    }
  }
}

function middleOf(node: string, near: readonly string[], height: ReadonlyMap<string, number>): number {
  if (near.length === 0) return height.get(node) ?? 0;
  return near.reduce((sum, one) => sum + (height.get(one) ?? 0), 0) / near.length;
}
