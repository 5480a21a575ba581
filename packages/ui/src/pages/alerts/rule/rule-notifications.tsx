import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { Skeleton } from '../../../design/skeleton.tsx';
import { useDrawer } from '../../../navigation/drawer-state.ts';
import { NotificationTable } from '../log/notification-table.tsx';

const SHOWN = 10;

/** The newest attempts to tell somebody of one alert. */
export function RuleNotifications({ alert }: { readonly alert: string }): JSX.Element {
  const drawer = useDrawer();
  const { data, error } = useRemote(
    ['notifications-of', alert],
    (api, signal) => api.alerts.notifications({ alert, limit: SHOWN }, signal),
    { on: ['notifications'] },
  );
  return (
    <section aria-labelledby="told">
      <h2 class="section-title" id="told">
        Notifications <span class="section-note">the newest {SHOWN}</span>
      </h2>
      {data === undefined && error === '' && <Skeleton label="Loading the notifications" lines={2} />}
      {data === undefined && error !== '' && <p class="target-error">{error}</p>}
      {data?.notifications.length === 0 && (
        <p class="section-note">Nobody was told of it yet. “Send test…” tries the receivers.</p>
      )}
      {data !== undefined && data.notifications.length > 0 && (
        <NotificationTable
          notifications={data.notifications}
          onOpen={({ messageId }) => drawer.show('notification', messageId)}
          openId={drawer.shown?.kind === 'notification' ? drawer.shown.id : undefined}
        />
      )}
    </section>
  );
}
