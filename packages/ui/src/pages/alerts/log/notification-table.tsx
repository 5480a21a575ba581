import type { NotificationView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { Time } from '../../../design/time.tsx';
import { formatValue } from '../../../format/units.ts';
import { OutcomeBadge } from './outcome-badge.tsx';

const COLUMNS: readonly Column<NotificationView>[] = [
  { key: 'time', title: 'Time', render: ({ atMs }) => <Time atMs={atMs} as="moment" /> },
  {
    key: 'outcome',
    title: 'Outcome',
    render: ({ outcome, attempts }) => (
      <>
        <OutcomeBadge outcome={outcome} />
        {attempts > 1 && <span class="cell-note">attempt {attempts}</span>}
      </>
    ),
  },
  {
    key: 'what',
    title: 'Told',
    isHeader: true,
    isWide: true,
    render: ({ alertNames, status, error }) => (
      <>
        <span class="alert-name">{alertNames.join(', ')}</span> <span class="told-status">{status}</span>
        {error !== '' && <p class="target-error">{error}</p>}
      </>
    ),
  },
  {
    key: 'receiver',
    title: 'Receiver',
    render: ({ receiver, integration, fallbackFor }) => (
      <>
        {receiver}
        <span class="cell-note">
          {integration}
          {fallbackFor !== '' && ` in place of ${fallbackFor}`}
        </span>
      </>
    ),
  },
  { key: 'answer', title: 'Answer', render: (one) => answerOf(one) },
  {
    key: 'took',
    title: 'Took',
    align: 'end',
    isSecondary: true,
    render: ({ durationMs }) => formatValue('seconds', durationMs / 1000),
  },
];

/** Attempts to deliver, newest first; Enter or a click shows what was sent. */
export function NotificationTable(props: {
  readonly notifications: readonly NotificationView[];
  readonly onOpen: (notification: NotificationView) => void;
  readonly openId: string | undefined;
}): JSX.Element {
  return (
    <DataTable
      label="Notifications"
      columns={COLUMNS}
      rows={props.notifications}
      keyOf={keyOfAttempt}
      onOpen={props.onOpen}
      {...(props.openId !== undefined && {
        openKey: keyOf(props.notifications.find(({ messageId }) => messageId === props.openId)),
      })}
    />
  );
}

/** `HTTP 200`; what a mail server said stands in the error. */
export function answerOf({ httpStatus, outcome, integration }: NotificationView): string {
  if (httpStatus !== null) return `HTTP ${httpStatus}`;
  return integration === 'email' && outcome === 'delivered' ? 'accepted' : 'none';
}

function keyOf(notification: NotificationView | undefined): string {
  return notification === undefined ? '' : keyOfAttempt(notification);
}

function keyOfAttempt({ messageId, attempts, atMs }: NotificationView): string {
  return `${messageId} ${attempts} ${atMs}`;
}
