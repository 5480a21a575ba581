import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Segmented } from '../../../design/segmented.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { useDrawer } from '../../../navigation/drawer-state.ts';
import { ChoiceField } from '../choice-field.tsx';
import { OUTCOME_FILTERS } from '../view-state.ts';
import type { AlertsState } from '../view-state.ts';
import { NotificationTable } from './notification-table.tsx';

const WORDS: Readonly<Record<AlertsState['outcome'], string>> = {
  all: 'All',
  delivered: 'Delivered',
  retrying: 'Retrying',
  failed: 'Failed',
};

interface NotificationsViewProps {
  readonly state: AlertsState;
  readonly onState: (state: AlertsState, mode: 'push' | 'replace') => void;
}

/** What was sent to whom, and whether it arrived: all that is kept, a page at a time. */
export function NotificationsView({ state, onState }: NotificationsViewProps): JSX.Element {
  const { receiver, outcome, before } = state;
  const drawer = useDrawer();
  const { data, error, refresh } = useRemote(
    ['notifications', receiver, outcome, before],
    (api, signal) =>
      api.alerts.notifications(
        {
          ...(receiver !== '' && { receiver }),
          ...(outcome !== 'all' && { outcome }),
          ...(before > 0 && { before }),
        },
        signal,
      ),
    { keepsPrevious: true, on: ['notifications'] },
  );
  const isFiltered = receiver !== '' || outcome !== 'all';
  return (
    <>
      <LogFilters state={state} onState={onState} />
      {data === undefined && error !== '' && (
        <ErrorState title="The notifications could not be loaded" error={error} onRetry={refresh} />
      )}
      {data === undefined && error === '' && <Skeleton label="Loading the notifications" lines={6} />}
      {data?.notifications.length === 0 && (
        <EmptyState title={isFiltered ? 'No notification matches' : 'Nothing was sent yet'}>
          {isFiltered ? (
            <button
              type="button"
              class="text-button"
              onClick={() => onState({ ...state, receiver: '', outcome: 'all', before: 0 }, 'push')}
            >
              Show all
            </button>
          ) : (
            <p>The first alert that fires and has a receiver shows up here, with what was sent.</p>
          )}
        </EmptyState>
      )}
      {data !== undefined && data.notifications.length > 0 && (
        <NotificationTable
          notifications={data.notifications}
          onOpen={({ messageId }) => drawer.show('notification', messageId)}
          openId={drawer.shown?.kind === 'notification' ? drawer.shown.id : undefined}
        />
      )}
      <PageTurn
        before={before}
        next={data?.next ?? 0}
        onTurn={(place) => onState({ ...state, before: place }, 'push')}
      />
    </>
  );
}

function LogFilters({ state, onState }: NotificationsViewProps): JSX.Element {
  const receivers = useRemote(['receivers'], (api, signal) => api.proofs.receivers(signal), {
    on: ['notifications'],
  }).data;
  return (
    <div class="alert-filters">
      <Segmented
        label="Outcome"
        value={state.outcome}
        onChange={(outcome) => onState({ ...state, outcome, before: 0 }, 'push')}
        segments={OUTCOME_FILTERS.map((value) => ({ value, label: WORDS[value] }))}
      />
      <ChoiceField
        label="Receiver"
        none="Any receiver"
        options={receivers?.receivers.map(({ name }) => name) ?? []}
        value={state.receiver}
        onChange={(receiver) => onState({ ...state, receiver, before: 0 }, 'push')}
      />
    </div>
  );
}

/** Goes to older notifications, and back to the newest. */
function PageTurn(props: {
  readonly before: number;
  /** 0 where there are no older ones. */
  readonly next: number;
  readonly onTurn: (before: number) => void;
}): JSX.Element {
  const { before, next, onTurn } = props;
  return (
    <p class="page-turn">
      {before > 0 && (
        <button type="button" class="button" onClick={() => onTurn(0)}>
          Newest
        </button>
      )}
      {next > 0 && (
        <button type="button" class="button" onClick={() => onTurn(next)}>
          Older
        </button>
      )}
    </p>
  );
}
