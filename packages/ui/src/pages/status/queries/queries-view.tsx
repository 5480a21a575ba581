import type { SlowQueryView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { PromqlText } from '../../../design/promql-text.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Time } from '../../../design/time.tsx';
import { formatValue } from '../../../format/units.ts';
import { useHref } from '../../../navigation/links.ts';
import type { HrefOf } from '../../../navigation/links.ts';
import { listField, urlCodec } from '../../../navigation/url-codec.ts';
import { PageLoads } from './page-loads.tsx';

/** The part of Explore's address that says what is asked. */
const queryCodec = urlCodec({ queries: listField('q') });

/** Queries that took long since the start, and how long pages take. */
export function QueriesView(): JSX.Element {
  const { data, error, refresh } = useRemote(['slow-queries'], (api, signal) => api.own.slowQueries(signal));
  const hrefOf = useHref();
  return (
    <>
      <section class="status-section">
        <h2 class="section-title">
          Slow queries
          {data !== undefined && (
            <span class="section-note">
              {formatValue('seconds', data.slowFromMs / 1000)} and more, since the start
            </span>
          )}
        </h2>
        {data === undefined && error === '' && <Skeleton label="Loading slow queries" />}
        {data === undefined && error !== '' && (
          <ErrorState title="Slow queries are not known" error={error} onRetry={refresh} />
        )}
        {data !== undefined && data.queries.length === 0 && (
          <EmptyState title="No query was slow">
            <p>Every query of the pages and of the API was answered in time.</p>
          </EmptyState>
        )}
        {data !== undefined && data.queries.length > 0 && (
          <DataTable
            label="Slow queries"
            columns={columnsOf(hrefOf)}
            rows={data.queries}
            keyOf={({ kind, query }) => `${kind} ${query}`}
          />
        )}
      </section>
      <PageLoads />
    </>
  );
}

function columnsOf(hrefOf: HrefOf): readonly Column<SlowQueryView>[] {
  const seconds = (ms: number): string => formatValue('seconds', ms / 1000);
  return [
    {
      key: 'query',
      title: 'Query',
      isWide: true,
      isHeader: true,
      render: ({ query, error }) => (
        <>
          <a href={hrefOf({ page: 'explore' }, queryCodec, { queries: [query] })}>
            <PromqlText query={query} />
          </a>
          {error !== '' && <span class="cell-note target-error">{error}</span>}
        </>
      ),
    },
    { key: 'kind', title: 'Kind', isSecondary: true, render: ({ kind }) => kind },
    { key: 'times', title: 'Times', align: 'end', render: ({ times }) => formatValue('', times) },
    { key: 'slowest', title: 'Slowest', align: 'end', render: ({ slowestMs }) => seconds(slowestMs) },
    {
      key: 'samples',
      title: 'Samples read',
      align: 'end',
      isSecondary: true,
      render: ({ samplesRead }) => formatValue('', samplesRead),
    },
    {
      key: 'last',
      title: 'Last',
      align: 'end',
      render: ({ lastMs, lastAtMs }) => (
        <>
          {seconds(lastMs)}
          <span class="cell-note">
            <Time atMs={lastAtMs} />
          </span>
        </>
      ),
    },
  ];
}
