import type { NotificationMessageResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { Drawer } from '../../../design/drawer.tsx';
import { LabelList } from '../../../design/label-list.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Time } from '../../../design/time.tsx';
import { formatValue } from '../../../format/units.ts';
import { useHref } from '../../../navigation/links.ts';
import { MessageView } from '../../proof/message-view.tsx';
import { answerOf } from './notification-table.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';

/** One message: who was told of what, each attempt with its answer, and what was sent. */
export function NotificationDrawer(props: {
  readonly id: string;
  readonly onClose: () => void;
}): JSX.Element {
  const { data, error } = useRemote(
    ['notification', props.id],
    (api, signal) => api.alerts.notification(props.id, signal),
    { on: ['notifications'] },
  );
  const newest = data?.attempts[0];
  const title = newest === undefined ? 'Notification' : `${newest.alertNames.join(', ')} ${newest.status}`;
  return (
    <Drawer title={title} onClose={props.onClose}>
      {data === undefined && error === '' && <Skeleton label="Loading the message" lines={4} />}
      {data === undefined && error !== '' && <p class="target-error">{error}</p>}
      {data !== undefined && <Message message={data} />}
    </Drawer>
  );
}

function Message({ message }: { readonly message: NotificationMessageResponse }): JSX.Element {
  const hrefOf = useHref();
  const { attempts, sent } = message;
  const [newest] = attempts;
  return (
    <div class="drawer-stack">
      <dl class="facts">
        <div class="fact">
          <dt>Receiver</dt>
          <dd>
            {newest.receiver} ({newest.integration})
          </dd>
        </div>
        {newest.fallbackFor !== '' && (
          <div class="fact">
            <dt>In place of</dt>
            <dd>{newest.fallbackFor}</dd>
          </div>
        )}
        <div class="fact">
          <dt>Alerts</dt>
          <dd class="told-names">
            {newest.alertNames.map((name) => (
              <a key={name} href={hrefOf({ page: 'alerts', rule: name })}>
                {name}
              </a>
            ))}
          </dd>
        </div>
        <div class="fact">
          <dt>Group</dt>
          <dd>
            {Object.keys(newest.groupLabels).length === 0 ? 'all' : <LabelList labels={newest.groupLabels} />}
          </dd>
        </div>
      </dl>
      <section>
        <h3 class="drawer-heading">Attempts</h3>
        <ol class="attempts">
          {attempts.map((one) => (
            <li key={`${one.attempts} ${one.atMs}`}>
              <OutcomeBadge outcome={one.outcome} /> <Time atMs={one.atMs} as="both" />, {answerOf(one)} in{' '}
              {formatValue('seconds', one.durationMs / 1000)}
              {one.error !== '' && <p class="target-error">{one.error}</p>}
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h3 class="drawer-heading">What was sent</h3>
        {sent === null ? (
          <p class="section-note">It is not kept any more: the newest 2,000 messages are.</p>
        ) : (
          <>
            {sent.isCut && <p class="section-note">It is long; this is how it begins.</p>}
            <MessageView integration={newest.integration} message={sent.message} />
          </>
        )}
      </section>
    </div>
  );
}
