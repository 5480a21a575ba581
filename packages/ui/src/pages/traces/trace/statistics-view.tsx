import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { colourOf } from '../../../design/colours.ts';
import { useUrlState } from '../../../navigation/url-state.ts';
import { lineOf } from '../../../format/printable.ts';
import { formatMs } from './span-time.ts';
import type { TraceTree } from './span-tree.ts';
import { operationFigures, operationKey } from './trace-figures.ts';
import type { OperationFigures } from './trace-figures.ts';
import { traceCodec } from './view-state.ts';

const COLUMNS: readonly Column<OperationFigures>[] = [
  {
    key: 'operation',
    title: 'Operation',
    isHeader: true,
    isWide: true,
    sortValue: ({ operation }) => operation,
    render: ({ service, operation }) => (
      <>
        <span class={`trace-key series-${colourOf(service)}`} aria-hidden="true" /> {lineOf(operation)}
        <span class="cell-note">{lineOf(service)}</span>
      </>
    ),
  },
  number('count', 'Spans', ({ count }) => count, String),
  number('errors', 'Errors', ({ errors }) => errors, String),
  number('self', 'Own time', ({ selfMs }) => selfMs, formatMs),
  number('total', 'Total', ({ totalMs }) => totalMs, formatMs),
  number('mean', 'Mean', ({ meanMs }) => meanMs, formatMs),
  number('p95', 'p95', ({ p95Ms }) => p95Ms, formatMs),
];

/** Where the time of a trace went, operation by operation. */
export function StatisticsView({ tree }: { readonly tree: TraceTree }): JSX.Element {
  const [state, setState] = useUrlState(traceCodec);
  const rows = useMemo(() => operationFigures(tree), [tree]);
  return (
    <DataTable
      label="Operations of the trace"
      columns={COLUMNS}
      rows={rows}
      keyOf={({ service, operation }) => operationKey(service, operation)}
      sort={state.sort}
      onSort={(sort) => setState({ ...state, sort }, 'replace')}
      onOpen={({ operation }) => setState({ ...state, view: 'waterfall', search: operation }, 'push')}
    />
  );
}

function number(
  key: string,
  title: string,
  value: (row: OperationFigures) => number,
  format: (value: number) => string,
): Column<OperationFigures> {
  return { key, title, align: 'end', sortValue: value, render: (row) => format(value(row)) };
}
