import type { ComparedAttribute, ComparedFigures, ComparedOperation } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote, useStation } from '../../../data/station-context.ts';
import { boundsOf } from '../../../data/time-range.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Segmented } from '../../../design/segmented.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { NO_VALUE, formatValue } from '../../../format/units.ts';
import { useTimeControl } from '../../../navigation/time.tsx';
import { lineOf } from '../../../format/printable.ts';
import { formatMs } from '../trace/span-time.ts';
import { operationKey } from '../trace/trace-figures.ts';
import type { SearchChoices } from './view-state.ts';

/** The traces that match beside all others, or beside those of the time before: what is different about them. */
export function ComparedSets(props: {
  readonly choices: SearchChoices;
  readonly query: string;
}): JSX.Element {
  const { query } = props;
  const { state, change } = props.choices;
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  const isBefore = state.baseline === 'before';
  const needsQuery = !isBefore && query === '';
  const { data, error, refresh } = useRemote(
    needsQuery ? undefined : ['trace-compare', query, state.baseline, range],
    (api, signal) => {
      const time = boundsOf(range, nowMs());
      const baseline = { startMs: time.startMs * 2 - time.endMs, endMs: time.startMs };
      return api.traces.compare({ query, ...time, ...(isBefore && { baseline }) }, signal);
    },
    { isLive: false },
  );
  return (
    <div class="trace-main">
      <div class="trace-tools">
        <Segmented
          label="Compare with"
          value={state.baseline}
          onChange={(baseline) => change({ baseline })}
          segments={[
            { value: 'others', label: 'All other traces' },
            { value: 'before', label: 'The time before' },
          ]}
        />
        {data && (
          <span class="section-note">
            {data.selection.traces} traces, compared with {data.baseline.traces}
            {(!data.selection.isComplete || !data.baseline.isComplete) && ', the newest of each'}
          </span>
        )}
      </div>
      {needsQuery && (
        <EmptyState title="Nothing is selected">
          <p>
            Choose some traces by the filters, such as those with errors. They are compared with all others.
          </p>
          <button type="button" class="text-button" onClick={() => change({ status: 'error' })}>
            Compare those with errors
          </button>
        </EmptyState>
      )}
      {!needsQuery && data === undefined && error === '' && <Skeleton label="Comparing" lines={6} />}
      {!needsQuery && data === undefined && error !== '' && (
        <ErrorState title="The traces could not be compared" error={error} onRetry={refresh} />
      )}
      {data && !needsQuery && (
        <>
          <h2 class="section-title">What these have more often, or less</h2>
          {data.attributes.length === 0 ? (
            <p class="section-note">No value is more often in these traces than chance explains.</p>
          ) : (
            <DataTable
              label="Attributes that differ"
              columns={ATTRIBUTES}
              rows={data.attributes}
              keyOf={({ field, value }) => operationKey(field, value)}
            />
          )}
          <h2 class="section-title">Operations</h2>
          <DataTable
            label="Operations of both sets"
            columns={operationColumns(data.callsPer)}
            rows={data.operations}
            keyOf={({ service, operation }) => operationKey(service, operation)}
          />
        </>
      )}
    </div>
  );
}

const ATTRIBUTES: readonly Column<ComparedAttribute>[] = [
  {
    key: 'value',
    title: 'Value',
    isHeader: true,
    isWide: true,
    render: ({ field, value }) => (
      <>
        {lineOf(value)}
        <span class="cell-note">{lineOf(field)}</span>
      </>
    ),
  },
  {
    key: 'selection',
    title: 'In these',
    align: 'end',
    render: ({ selection }) => formatValue('ratio', selection),
  },
  {
    key: 'baseline',
    title: 'In the others',
    align: 'end',
    render: ({ baseline }) => formatValue('ratio', baseline),
  },
];

function operationColumns(callsPer: 'second' | 'trace'): readonly Column<ComparedOperation>[] {
  const frequency = (figures: ComparedFigures): string =>
    callsPer === 'second'
      ? formatValue('per_second', figures.frequency)
      : `${formatValue('', figures.frequency)} per trace`;
  const errors = (figures: ComparedFigures): string =>
    formatValue('ratio', figures.calls === 0 ? 0 : figures.errors / figures.calls);
  return [
    {
      key: 'operation',
      title: 'Operation',
      isHeader: true,
      isWide: true,
      render: ({ service, operation }) => (
        <>
          {lineOf(operation)}
          <span class="cell-note">{lineOf(service)}</span>
        </>
      ),
    },
    both('calls', 'Calls', frequency),
    both('errors', 'Errors', errors),
    both('p50', 'p50', ({ durationMs }) => formatMs(durationMs.p50)),
    both('p95', 'p95', ({ durationMs }) => formatMs(durationMs.p95)),
  ];
}

/** A figure of these traces, and below it that of the others. */
function both(
  key: string,
  title: string,
  format: (figures: ComparedFigures) => string,
): Column<ComparedOperation> {
  return {
    key,
    title,
    align: 'end',
    render: ({ selection, baseline }) => (
      <>
        {selection ? format(selection) : NO_VALUE}
        <span class="cell-note">others {baseline ? format(baseline) : NO_VALUE}</span>
      </>
    ),
  };
}
