import type { ProofRunView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { plural } from '../../data/overall-state.ts';
import { useRemote } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { NoDefinition } from './no-definition.tsx';
import { StartForm } from './start-form.tsx';

/** Asks who is to be told, and starts the run. */
export function StartProof(props: {
  readonly alerts: readonly string[];
  /** Called with the id of a run that is to be shown. */
  readonly onStarted: (id: string) => void;
}): JSX.Element {
  const { alerts, onStarted } = props;
  const { data, error, refresh } = useRemote(['proof-runs'], (api, signal) => api.proofs.runs(signal));
  if (data === null) return <NoDefinition />;
  if (data === undefined && error !== '') {
    return <ErrorState title="The station does not say what it proves" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Asking the station" />;
  if (alerts.length === 0) {
    return (
      <EmptyState title="Nothing to prove">
        <p>Every alert has a proof that counts.</p>
      </EmptyState>
    );
  }
  const provable = alerts.filter((name) => data.provable.includes(name));
  const others = alerts.filter((name) => !data.provable.includes(name));
  if (provable.length === 0) return <NotDefined names={others} />;
  const running = data.runs.find(({ endedAtMs }) => endedAtMs === null);
  return (
    <div class="proof-start">
      {others.length > 0 && (
        <p class="proof-notice">
          <Icon name="info" />
          <span>
            {listOf(others)} {others.length === 1 ? 'is' : 'are'} not in the definition, and left out.
          </span>
        </p>
      )}
      {running !== undefined && <OtherRun run={running} onShow={() => onStarted(running.id)} />}
      <StartForm alerts={provable} isBlocked={running !== undefined} onStarted={onStarted} />
    </div>
  );
}

/** Only of what is defined are metrics, routes and receivers known. */
function NotDefined({ names }: { readonly names: readonly string[] }): JSX.Element {
  const isOne = names.length === 1;
  return (
    <EmptyState title={isOne ? 'Not in the definition' : 'Nothing left to prove here'}>
      <p>
        {listOf(names)} {isOne ? 'is no alert' : 'are no alerts'} of the definition, but of a rule file or the
        station itself. A proof needs metrics, routes and receivers too: bring rules of files into{' '}
        <code>telltale.config.ts</code> with <code>telltale init</code>.
      </p>
    </EmptyState>
  );
}

/** Names that are listed; the number tells of the rest. */
const MAX_NAMES = 3;

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}

/** Two runs at once would share their receivers: the station takes one after the other. */
function OtherRun(props: { readonly run: ProofRunView; readonly onShow: () => void }): JSX.Element {
  const { alerts, startedAtMs } = props.run;
  const names = alerts.length === 1 ? alerts[0].alert : plural(alerts.length, 'alert');
  return (
    <p class="proof-notice" role="status">
      <Icon name="clock" />
      <span>
        {names} {alerts.length === 1 ? 'is' : 'are'} being proven since{' '}
        <Time atMs={startedAtMs} as="moment" />. Wait for the end, or stop that run.
      </span>
      <button type="button" class="button" onClick={props.onShow}>
        Show it
      </button>
    </p>
  );
}
