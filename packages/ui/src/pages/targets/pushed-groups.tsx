import type { PushedGroupView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { LabelList } from '../../design/label-list.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';

const COLUMNS: readonly Column<PushedGroupView>[] = [
  { key: 'state', title: 'State', render: (group) => <PushState group={group} /> },
  { key: 'job', title: 'Job', isHeader: true, render: ({ job }) => job },
  {
    key: 'labels',
    title: 'Labels',
    isWide: true,
    render: ({ labels }) => <LabelList labels={labels} except={['job']} />,
  },
  { key: 'last', title: 'Last push', render: ({ lastPushMs }) => <Time atMs={lastPushMs} /> },
  { key: 'metrics', title: 'Metrics', align: 'end', render: ({ metrics }) => metrics },
  { key: 'series', title: 'Series', align: 'end', render: ({ series }) => series.toLocaleString('en-US') },
];

/** What programs pushed that nothing scrapes. */
export function PushedGroups(props: { readonly groups: readonly PushedGroupView[] }): JSX.Element | null {
  if (props.groups.length === 0) return null;
  return (
    <section class="pool" aria-labelledby="pushed-title">
      <h2 class="section-title" id="pushed-title">
        Pushed <span class="section-note">by programs that end before they could be scraped</span>
      </h2>
      <DataTable
        label="Pushed groups"
        columns={COLUMNS}
        rows={props.groups}
        keyOf={({ labels }) => JSON.stringify(Object.entries(labels))}
      />
    </section>
  );
}

function PushState({ group }: { readonly group: PushedGroupView }): JSX.Element {
  const { lastPushMs, lastFailureMs } = group;
  const isRefused = lastFailureMs !== null && lastFailureMs > (lastPushMs ?? 0);
  return isRefused ? (
    <StateBadge icon="firing" word="Refused" tone="bad" />
  ) : (
    <StateBadge icon="ok" word="Pushed" tone="ok" />
  );
}
