import type { ProofRunAlert, ProofRunView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useNow, useStation } from '../../data/station-context.ts';
import type { RemoteState } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { useToast } from '../../design/toast.tsx';
import { ProvenAlert } from './proven-alert.tsx';
import { runVerdict } from './run-verdict.ts';
import { VerdictBadge } from './verdict-badge.tsx';

/** A run as it goes, and what came of it. */
export function ProofRun(props: {
  readonly state: RemoteState<ProofRunView | null>;
  readonly onAgain: () => void;
}): JSX.Element {
  const { data: run, error, refresh } = props.state;
  if (run === null) {
    return (
      <EmptyState title="This run is not remembered any more">
        <p>
          The station keeps the newest runs until it is started anew. What was proven is kept with the rule.
        </p>
        <button type="button" class="button" onClick={props.onAgain}>
          Prove it again
        </button>
      </EmptyState>
    );
  }
  if (run === undefined) {
    if (error === '') return <Skeleton label="Loading the run" />;
    return <ErrorState title="The run could not be loaded" error={error} onRetry={refresh} />;
  }
  return (
    <div class="proof-run">
      <RunHead run={run} onAgain={props.onAgain} onStopped={refresh} />
      {run.alerts.length > 1 && <Progress run={run} />}
      {run.alerts.length === 1 ? (
        <ProvenAlert alert={run.alerts[0]} isOver={run.endedAtMs !== null} />
      ) : (
        <ul class="proof-alerts">
          {run.alerts.map((alert) => (
            <AlertOfRun key={alert.alert} alert={alert} isOver={run.endedAtMs !== null} />
          ))}
        </ul>
      )}
    </div>
  );
}

function RunHead(props: {
  readonly run: ProofRunView;
  readonly onAgain: () => void;
  readonly onStopped: () => void;
}): JSX.Element {
  const { id, alerts, tell, startedAtMs, endedAtMs, error } = props.run;
  const { api } = useStation();
  const toast = useToast();
  const now = useNow();
  const [isBusy, setBusy] = useState(false);
  const stop = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.proofs.end(id);
      props.onStopped();
    } catch (failure) {
      toast({ text: failure instanceof Error ? failure.message : String(failure), tone: 'failed' });
    }
    setBusy(false);
  };
  return (
    <>
      <header class="proof-head">
        <p role="status">
          {alerts.length === 1 && <VerdictBadge verdict={runVerdict(alerts[0], endedAtMs !== null, now)} />}
          <span class="section-note">
            started <Time atMs={startedAtMs} as="moment" />,{' '}
            {tell === 'sink' ? 'told a sink of its own' : 'told the real receivers, marked [DRILL]'}
          </span>
        </p>
        {endedAtMs === null ? (
          <button type="button" class="button" disabled={isBusy} onClick={() => void stop()}>
            Stop
          </button>
        ) : (
          <button type="button" class="button" onClick={props.onAgain}>
            <Icon name="retry" /> Prove again
          </button>
        )}
      </header>
      {error !== '' && (
        <p class="proof-notice is-bad" role="alert">
          <Icon name="firing" />
          <span>The run did not come to its end: {error}.</span>
        </p>
      )}
    </>
  );
}

function Progress({ run }: { readonly run: ProofRunView }): JSX.Element {
  const countOf = (state: ProofRunAlert['state']): number =>
    run.alerts.filter((alert) => alert.state === state).length;
  const proven = countOf('proven');
  const failed = countOf('failed');
  return (
    <div class="proof-progress">
      <progress value={proven + failed} max={run.alerts.length} aria-label="Alerts that were tried" />
      <span>
        {proven} of {run.alerts.length} proven{failed > 0 && `, ${failed} failed`}
      </span>
    </div>
  );
}

/** One of several alerts; what failed stands open. */
function AlertOfRun(props: { readonly alert: ProofRunAlert; readonly isOver: boolean }): JSX.Element {
  const { alert, isOver } = props;
  const hasBegun = alert.state !== 'waiting';
  return (
    <li>
      <details open={alert.state === 'failed'} class={`proof-alert is-${alert.state}`}>
        <summary>
          <span class="proof-alert-name">{alert.alert}</span>
          <VerdictBadge verdict={runVerdict(alert, isOver, useNow())} />
        </summary>
        {hasBegun && <ProvenAlert alert={alert} isOver={isOver} />}
      </details>
    </li>
  );
}
