import type { NotificationView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { EmptyState } from '../../design/empty-state.tsx';
import { Icon } from '../../design/icon.tsx';
import type { IconName } from '../../design/icon.tsx';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';

interface OutcomeLook {
  readonly icon: IconName;
  readonly word: string;
  readonly tone: 'ok' | 'warn' | 'bad';
}

const OUTCOMES: Readonly<Record<NotificationView['outcome'], OutcomeLook>> = {
  delivered: { icon: 'ok', word: 'Delivered', tone: 'ok' },
  retrying: { icon: 'retry', word: 'Retrying', tone: 'warn' },
  failed: { icon: 'firing', word: 'Failed', tone: 'bad' },
};

/** What was sent to whom, and whether it arrived. */
export function NotificationLog(props: {
  readonly notifications: readonly NotificationView[];
  readonly now: number;
}): JSX.Element {
  return (
    <section class="notifications" aria-labelledby="notifications">
      <h2 class="section-title" id="notifications">
        Notifications
      </h2>
      {props.notifications.length === 0 ? (
        <EmptyState title="Nothing was sent yet">
          <p>The first alert that fires and has a receiver shows up here, with the time its delivery took.</p>
        </EmptyState>
      ) : (
        <table class="data-table notification-log" role="table">
          <thead role="rowgroup">
            <tr role="row">
              {['Time', 'Outcome', 'What', 'Receiver', 'Took'].map((name) => (
                <th role="columnheader" scope="col" class={`col-${name.toLowerCase()}`} key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {props.notifications.map((one) => (
              <NotificationRow
                key={`${one.messageId} ${one.integration} ${one.attempts}`}
                notification={one}
                now={props.now}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function NotificationRow(props: {
  readonly notification: NotificationView;
  readonly now: number;
}): JSX.Element {
  const { notification: one, now } = props;
  const look = OUTCOMES[one.outcome];
  return (
    <tr role="row">
      <td role="cell" class="col-time" data-name="Time">
        {formatMoment(one.atMs, now)}
      </td>
      <td role="cell" class="col-outcome" data-name="Outcome">
        <span class={`badge tone-${look.tone}`}>
          <Icon name={look.icon} />
          {look.word}
        </span>
        {one.attempts > 1 && <span class="cell-note">{one.attempts} attempts</span>}
      </td>
      <td role="cell" class="col-what">
        <span class="what-names">{one.alertNames.join(', ')}</span> {one.status}
        {one.error !== '' && <p class="target-error">{one.error}</p>}
      </td>
      <td role="cell" class="col-receiver" data-name="Receiver">
        {one.receiver}
        <span class="cell-note">{one.integration}</span>
      </td>
      <td role="cell" class="col-took" data-name="Took">
        {formatValue('seconds', one.durationMs / 1000)}
      </td>
    </tr>
  );
}
