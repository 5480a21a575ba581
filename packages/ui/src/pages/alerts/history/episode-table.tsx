import type { AlertEpisode } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useNow } from '../../../data/station-context.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { LabelList } from '../../../design/label-list.tsx';
import { AlertBadge, StateBadge } from '../../../design/state-badge.tsx';
import { Time } from '../../../design/time.tsx';
import { formatSpan } from '../../../format/ages.ts';
import { formatValue } from '../../../format/units.ts';
import { keyOfLabels } from '../alert-key.ts';

/** The times that alerts were active, newest first. */
export function EpisodeTable(props: {
  readonly label: string;
  readonly episodes: readonly AlertEpisode[];
  readonly unitOf: (alert: string) => string;
  /** Whether the page says already which alert it is. */
  readonly isOfOne?: boolean;
  readonly onOpen?: (episode: AlertEpisode) => void;
}): JSX.Element {
  const { onOpen, unitOf, isOfOne = false } = props;
  const columns = useMemo(() => columnsOf(unitOf, isOfOne), [unitOf, isOfOne]);
  return (
    <DataTable
      label={props.label}
      columns={columns}
      rows={props.episodes}
      keyOf={({ alert, labels, pendingAtMs }) => `${alert} ${pendingAtMs} ${keyOfLabels(labels)}`}
      {...(onOpen !== undefined && { onOpen })}
    />
  );
}

function columnsOf(unitOf: (alert: string) => string, isOfOne: boolean): readonly Column<AlertEpisode>[] {
  return [
    { key: 'state', title: 'State', render: (episode) => <EpisodeState episode={episode} /> },
    {
      key: 'alert',
      title: isOfOne ? 'Labels' : 'Alert',
      isHeader: true,
      isWide: true,
      render: ({ alert, labels }) => (
        <>
          {!isOfOne && <span class="alert-name">{alert}</span>}
          <LabelList labels={labels} except={['alertname', 'severity']} />
        </>
      ),
    },
    {
      key: 'began',
      title: 'Began',
      render: ({ pendingAtMs }) => <Time atMs={pendingAtMs} as="moment" />,
    },
    {
      key: 'fired',
      title: 'Fired',
      render: ({ firingAtMs }) => (firingAtMs === null ? 'never' : <Time atMs={firingAtMs} as="moment" />),
    },
    { key: 'lasted', title: 'Lasted', align: 'end', render: (episode) => <Lasted episode={episode} /> },
    {
      key: 'value',
      title: 'Value',
      align: 'end',
      render: ({ alert, value }) => formatValue(unitOf(alert), value),
    },
  ];
}

function EpisodeState({ episode }: { readonly episode: AlertEpisode }): JSX.Element {
  const { endedAtMs, firingAtMs } = episode;
  if (endedAtMs === null) return <AlertBadge state={firingAtMs === null ? 'pending' : 'firing'} />;
  return firingAtMs === null ? (
    <StateBadge icon="ok" word="Did not fire" tone="mute" />
  ) : (
    <StateBadge icon="ok" word="Resolved" tone="ok" />
  );
}

function Lasted({ episode }: { readonly episode: AlertEpisode }): JSX.Element {
  const now = useNow();
  const ms = Math.max(0, (episode.endedAtMs ?? now) - episode.pendingAtMs);
  return <>{formatSpan(Math.round(ms / 1000) * 1000)}</>;
}
