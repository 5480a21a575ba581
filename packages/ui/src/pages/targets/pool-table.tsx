import type { TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { LabelList } from '../../design/label-list.tsx';
import { HealthBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { formatSpan } from '../../format/ages.ts';
import { NO_VALUE, formatValue } from '../../format/units.ts';
import type { SortOrder } from '../../navigation/url-codec.ts';
import { DurationBar } from './duration-bar.tsx';
import { rankOfHealth } from './filter-targets.ts';
import { RecentScrapes } from './recent-scrapes.tsx';

const COLUMNS: readonly Column<TargetView>[] = [
  {
    key: 'health',
    title: 'State',
    sortValue: rankOfHealth,
    render: ({ health }) => <HealthBadge health={health} />,
  },
  {
    key: 'instance',
    title: 'Instance',
    isHeader: true,
    sortValue: ({ instance }) => instance,
    render: ({ instance, url }) => <span title={url}>{instance}</span>,
  },
  { key: 'labels', title: 'Labels', isWide: true, render: (target) => <Says target={target} /> },
  {
    key: 'last',
    title: 'Last scrape',
    sortValue: ({ lastScrapeMs }) => lastScrapeMs,
    render: ({ lastScrapeMs, intervalMs }) => (
      <>
        <Time atMs={lastScrapeMs} />
        <span class="cell-note">every {formatSpan(intervalMs)}</span>
      </>
    ),
  },
  {
    key: 'took',
    title: 'Took',
    align: 'end',
    sortValue: ({ lastDurationMs }) => lastDurationMs,
    render: (target) => <DurationBar target={target} />,
  },
  {
    key: 'samples',
    title: 'Samples',
    align: 'end',
    sortValue: ({ samples }) => samples,
    render: ({ samples, lastScrapeMs }) =>
      lastScrapeMs === null ? NO_VALUE : samples.toLocaleString('en-US'),
  },
  {
    key: 'size',
    title: 'Size',
    align: 'end',
    isSecondary: true,
    sortValue: ({ bodyBytes }) => bodyBytes,
    render: ({ bodyBytes, lastScrapeMs }) =>
      lastScrapeMs === null ? NO_VALUE : formatValue('bytes', bodyBytes),
  },
  { key: 'recent', title: 'Recent', render: ({ recent }) => <RecentScrapes recent={recent} /> },
];

/** Names a target within the page. */
export function keyOfTarget({ job, url }: TargetView): string {
  return `${job} ${url}`;
}

/** The targets of one job. */
export function PoolTable(props: {
  readonly job: string;
  readonly targets: readonly TargetView[];
  readonly sort: SortOrder;
  readonly onSort: (sort: SortOrder) => void;
  readonly onOpen: (target: TargetView) => void;
  readonly openKey: string | undefined;
}): JSX.Element {
  return (
    <DataTable
      label={`Targets of ${props.job}`}
      columns={COLUMNS}
      rows={props.targets}
      keyOf={keyOfTarget}
      sort={props.sort}
      onSort={props.onSort}
      onOpen={props.onOpen}
      {...(props.openKey !== undefined && { openKey: props.openKey })}
      rowClass={({ health }) => `is-${health}`}
    />
  );
}

/** What is wrong with a target in words, and the labels that tell it from others. */
function Says({ target }: { readonly target: TargetView }): JSX.Element {
  const { lastError, note = '', labels } = target;
  return (
    <>
      {lastError !== '' && <p class="target-error">{lastError}</p>}
      {note !== '' && <p class="target-error">{note}</p>}
      <LabelList labels={labels} except={['job', 'instance']} />
    </>
  );
}
