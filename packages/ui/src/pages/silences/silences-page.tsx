import type { SilenceMatcher } from '@telltale/station/contract';
import type { JSX } from 'preact';
import type { SilenceView } from '../../data/api/silences-api.ts';
import { useRemote } from '../../data/station-context.ts';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';

const COLUMNS: readonly Column<SilenceView>[] = [
  {
    key: 'matchers',
    title: 'Mutes',
    isHeader: true,
    isWide: true,
    render: ({ matchers }) => matchers.map(print).join(', '),
  },
  { key: 'state', title: 'State', render: ({ status }) => status.state },
  { key: 'ends', title: 'Ends', render: ({ endsAt }) => <Time atMs={Date.parse(endsAt)} /> },
  { key: 'by', title: 'By', render: ({ createdBy }) => createdBy },
  { key: 'comment', title: 'Comment', isWide: true, render: ({ comment }) => comment },
];

/** The page of all silences; `opened` is the id of one of them. */
export function SilencesPage({ opened }: { readonly opened: string | undefined }): JSX.Element {
  const { data, error, refresh } = useRemote(['silences'], (api, signal) => api.silences.all(signal), {
    on: ['silences'],
  });
  return (
    <>
      <PageHead title="Silences" />
      {data === undefined && error === '' && <Skeleton label="Loading the silences" />}
      {data === undefined && error !== '' && (
        <ErrorState title="The silences could not be loaded" error={error} onRetry={refresh} />
      )}
      {data?.length === 0 && (
        <EmptyState title="Nothing is silenced">Silences are made from an alert.</EmptyState>
      )}
      {data !== undefined && data.length > 0 && (
        <DataTable label="Silences" columns={COLUMNS} rows={data} keyOf={({ id }) => id} openKey={opened} />
      )}
    </>
  );
}

function print({ name, value, isRegex, isEqual }: SilenceMatcher): string {
  const operator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
  return `${name}${operator}${JSON.stringify(value)}`;
}
