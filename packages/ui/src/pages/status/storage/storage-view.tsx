import type { CapacityResponse, RemoteView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Fact } from '../../../design/fact.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Time } from '../../../design/time.tsx';
import { formatShortSpan } from '../../../format/ages.ts';
import { formatValue } from '../../../format/units.ts';
import { diskOutlook, storageRows } from './storage-rows.ts';
import type { StorageRow } from './storage-rows.ts';

const COLUMNS: readonly Column<StorageRow>[] = [
  { key: 'name', title: 'Signal', render: ({ name }) => name, isHeader: true },
  {
    key: 'records',
    title: 'Kept',
    align: 'end',
    render: ({ records, unit }) => `${formatValue('', records)} ${unit}`,
  },
  { key: 'bytes', title: 'On disk', align: 'end', render: ({ bytes }) => formatValue('bytes', bytes) },
  {
    key: 'oldest',
    title: 'Oldest',
    align: 'end',
    render: ({ oldestMs }) => (oldestMs === null ? '–' : <Time atMs={oldestMs} />),
  },
  {
    key: 'retention',
    title: 'Kept for',
    align: 'end',
    render: ({ retentionMs }) => (retentionMs === null ? 'as the server says' : formatShortSpan(retentionMs)),
  },
  {
    key: 'limit',
    title: 'At most',
    align: 'end',
    render: ({ retentionBytes }) =>
      retentionBytes === null ? 'no limit' : formatValue('bytes', retentionBytes),
  },
];

/** What the data folder holds, how long, and when the disk is full. */
export function StorageView({ remote }: { readonly remote: RemoteView | null }): JSX.Element {
  const { data, error, refresh } = useRemote(['capacity'], (api, signal) => api.own.capacity(signal));
  if (data === undefined && error !== '') {
    return <ErrorState title="What is stored is not known" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the storage" lines={6} />;
  return (
    <>
      {remote !== null && (
        <p class="remote-note">
          Samples are kept by {remote.host}. What is listed here is in the data folder of this station.
        </p>
      )}
      <section class="status-section">
        <DataTable
          label="What is kept"
          columns={COLUMNS}
          rows={storageRows(data)}
          keyOf={({ name }) => name}
        />
      </section>
      <section class="status-section">
        <h2 class="section-title">Disk</h2>
        <dl class="facts card">
          <Fact name="Data folder">{formatValue('bytes', data.diskBytes)}</Fact>
          <Fact name="Write-ahead log">{formatValue('bytes', data.walBytes)}</Fact>
          <Fact name="Free on the disk">
            {data.diskFreeBytes === null
              ? 'the system does not say'
              : formatValue('bytes', data.diskFreeBytes)}
          </Fact>
          <Fact name="1 GB keeps">
            {data.daysPerGigabyte === null ? 'no samples come in' : days(data.daysPerGigabyte)}
          </Fact>
          <Fact name="At this rate">{outlookWords(data)}</Fact>
        </dl>
        <p class="cell-note">
          <code>--retention.time</code> and <code>--retention.size</code> say how long and how much;{' '}
          <code>telltale advise capacity</code> what would change.
        </p>
      </section>
    </>
  );
}

function outlookWords(capacity: CapacityResponse): JSX.Element {
  const outlook = diskOutlook(capacity);
  switch (outlook.kind) {
    case 'unknown':
      return <>too early to say</>;
    case 'fits':
      return <>the whole time takes {formatValue('bytes', outlook.bytes)} and has room</>;
    case 'limited':
      return <>the size limit keeps {days(outlook.days)}</>;
    case 'full':
      return <strong class="is-bad-text">the disk is full in {days(outlook.days)}</strong>;
  }
}

function days(count: number): string {
  return formatValue('seconds', count * 86_400);
}
