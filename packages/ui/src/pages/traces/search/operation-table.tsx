import type { TraceOperationsResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote, useStation } from '../../../data/station-context.ts';
import { boundsOf } from '../../../data/time-range.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { formatValue } from '../../../format/units.ts';
import { useTime } from '../../../navigation/time.tsx';
import { lineOf } from '../../../format/printable.ts';
import { formatMs } from '../trace/span-time.ts';
import { operationKey } from '../trace/trace-figures.ts';
import { NoTraces } from './no-traces.tsx';
import type { SearchChoices } from './view-state.ts';
import { UNFILTERED } from './view-state.ts';

type Operation = TraceOperationsResponse['operations'][number];

const COLUMNS: readonly Column<Operation>[] = [
  {
    key: 'operation',
    title: 'Operation',
    isHeader: true,
    isWide: true,
    sortValue: ({ operation }) => operation,
    render: ({ service, operation }) => (
      <>
        {lineOf(operation) || '(no name)'}
        <span class="cell-note">{lineOf(service)}</span>
      </>
    ),
  },
  number(
    'rate',
    'Rate',
    ({ ratePerSecond }) => ratePerSecond,
    (value) => formatValue('per_second', value),
  ),
  {
    ...number(
      'errors',
      'Errors',
      ({ errorShare }) => errorShare,
      (value) => formatValue('ratio', value),
    ),
    render: ({ errors, errorShare }) =>
      errors === 0 ? '0%' : <strong class="tone-bad">{formatValue('ratio', errorShare)}</strong>,
  },
  number('p50', 'p50', ({ durationMs }) => durationMs.p50, formatMs),
  number('p95', 'p95', ({ durationMs }) => durationMs.p95, formatMs),
  number('p99', 'p99', ({ durationMs }) => durationMs.p99, formatMs),
  number('max', 'Longest', ({ durationMs }) => durationMs.max, formatMs),
];

/** How often, how well and how fast operations go; counted from all spans, not only of the traces that were kept. */
export function OperationTable({ choices }: { readonly choices: SearchChoices }): JSX.Element {
  const { state, change } = choices;
  const { range, window } = useTime();
  const { nowMs } = useStation();
  const { service } = state;
  const { data, error, refresh } = useRemote(
    ['trace-operations', service, range, range.kind === 'last' ? window.endMs : 0],
    (api, signal) => api.traces.operations({ service, ...boundsOf(range, nowMs()) }, signal),
    { isLive: false, keepsPrevious: true },
  );
  if (data === undefined && error !== '') {
    return <ErrorState title="The operations could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the operations" lines={6} />;
  if (data.operations.length === 0) {
    return <NoTraces isUnfiltered={service === ''} onClear={() => change(UNFILTERED)} />;
  }
  return (
    <DataTable
      label="Operations"
      columns={COLUMNS}
      rows={data.operations}
      keyOf={(one) => operationKey(one.service, one.operation)}
      sort={state.sort}
      onSort={(sort) => change({ sort }, 'replace')}
      onOpen={(one) => change({ view: 'traces', service: one.service, operation: one.operation })}
    />
  );
}

function number(
  key: string,
  title: string,
  value: (row: Operation) => number,
  format: (value: number) => string,
): Column<Operation> {
  return { key, title, align: 'end', sortValue: value, render: (row) => format(value(row)) };
}
