import type { JSX } from 'preact';
import { useNow } from '../../../data/station-context.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { LabelList } from '../../../design/label-list.tsx';
import { AlertBadge, SeverityBadge, StateBadge } from '../../../design/state-badge.tsx';
import { formatMoment } from '../../../format/times.ts';
import { formatSpan } from '../../../format/ages.ts';
import { NO_VALUE, formatValue } from '../../../format/units.ts';
import type { AlertRow } from '../alert-rows.ts';
import { MuteMarks } from '../mute-marks.tsx';
import { readableTemplate } from '../template-text.ts';
import { ForProgress } from './for-progress.tsx';

const COLUMNS: readonly Column<AlertRow>[] = [
  {
    key: 'state',
    title: 'State',
    render: ({ state, rule, alert }) => (
      <>
        {rule.lastError === '' ? (
          <AlertBadge state={state} />
        ) : (
          <StateBadge icon="unknown" word="Error" tone="bad" />
        )}
        {alert !== undefined && <MuteMarks alert={alert} />}
      </>
    ),
  },
  {
    key: 'severity',
    title: 'Severity',
    render: ({ labels }) =>
      labels['severity'] === undefined ? NO_VALUE : <SeverityBadge severity={labels['severity']} />,
  },
  { key: 'alert', title: 'Alert', isHeader: true, isWide: true, render: (row) => <Says row={row} /> },
  {
    key: 'value',
    title: 'Value',
    align: 'end',
    render: ({ rule, alert }) => (alert === undefined ? NO_VALUE : formatValue(rule.unit, alert.value)),
  },
  { key: 'for', title: 'For', render: (row) => <Since row={row} /> },
  {
    key: 'told',
    title: 'Told',
    isSecondary: true,
    render: ({ alert }) => (alert === undefined ? '' : alert.receivers.join(', ')),
  },
];

/** Alerts as rows; Enter or a click opens one. */
export function AlertTable(props: {
  readonly label: string;
  readonly rows: readonly AlertRow[];
  readonly onOpen: (row: AlertRow) => void;
}): JSX.Element {
  return (
    <DataTable
      label={props.label}
      columns={COLUMNS}
      rows={props.rows}
      keyOf={({ key }) => key}
      onOpen={props.onOpen}
      rowClass={({ state }) => `is-${state}`}
    />
  );
}

/** What the alert is called, what it says, and the labels that tell it from others. */
function Says({ row: { rule, alert } }: { readonly row: AlertRow }): JSX.Element {
  const summary = alert?.annotations['summary'] ?? readableTemplate(rule.annotations['summary'] ?? '');
  return (
    <>
      <p>
        <span class="alert-name">{rule.name}</span> <span class="alert-summary">{summary}</span>
      </p>
      {rule.lastError !== '' && <p class="target-error">It could not be evaluated: {rule.lastError}</p>}
      {alert !== undefined && <LabelList labels={alert.labels} except={['alertname', 'severity']} />}
    </>
  );
}

/** For how long it has been active; while it waits, when it will fire. */
function Since({ row: { rule, alert } }: { readonly row: AlertRow }): JSX.Element | string {
  const now = useNow();
  if (alert === undefined) return NO_VALUE;
  const elapsedMs = Math.max(0, now - alert.activeAtMs);
  if (alert.state === 'pending') {
    return <ForProgress name={rule.name} elapsedMs={elapsedMs} forMs={rule.forMs} />;
  }
  return (
    <span title={`since ${formatMoment(alert.activeAtMs, now)}`}>{formatSpan(wholeSeconds(elapsedMs))}</span>
  );
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
