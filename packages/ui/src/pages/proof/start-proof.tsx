import type { ProofRunRequest, ProofRunView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { plural } from '../../data/overall-state.ts';
import { useRemote, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { NoDefinition } from './no-definition.tsx';

type Tell = ProofRunRequest['tell'];

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
  const running = data.runs.find(({ endedAtMs }) => endedAtMs === null);
  return (
    <>
      {running !== undefined && <OtherRun run={running} onShow={() => onStarted(running.id)} />}
      <StartForm alerts={alerts} isBlocked={running !== undefined} onStarted={onStarted} />
    </>
  );
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

function StartForm(props: {
  readonly alerts: readonly string[];
  readonly isBlocked: boolean;
  readonly onStarted: (id: string) => void;
}): JSX.Element {
  const { alerts, isBlocked, onStarted } = props;
  const { api } = useStation();
  const [tell, setTell] = useState<Tell>('sink');
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const wanted = confirmationFor(alerts);
  const isConfirmed = tell === 'sink' || typed.trim() === wanted;
  const start = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      onStarted((await api.proofs.start({ alerts, tell })).id);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <form
      class="proof-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed && !isBlocked && !isBusy) void start();
      }}
    >
      <p class="proof-what">
        Made-up series keep {alerts.length === 1 ? 'the alert' : 'each alert'} quiet, make it fire and let it
        resolve, through the real rules, routes and channels, on a clock of their own. Real data and real
        alerts are not touched.
      </p>
      <fieldset class="proof-choices">
        <legend class="field-label">Who is told</legend>
        <Choice value="sink" chosen={tell} onChoose={setTell} title="A sink of its own">
          Nobody gets a message. Strict stand-ins for your receivers run on the station's machine and refuse
          what the real ones would refuse.
        </Choice>
        <Choice value="receivers" chosen={tell} onChoose={setTell} title="The real receivers">
          People get messages marked [DRILL], that it fires and that it has ended.
        </Choice>
      </fieldset>
      {tell === 'receivers' && (
        <label class="field">
          <span class="field-label">
            Type <strong class="proof-wanted">{wanted}</strong> to confirm
          </span>
          <input
            class="input"
            value={typed}
            autoComplete="off"
            spellcheck={false}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      )}
      <div class="proof-foot">
        <p class="field-problem" role="alert">
          {fault}
        </p>
        <button
          type="submit"
          class={tell === 'receivers' ? 'button is-danger' : 'button is-primary'}
          disabled={!isConfirmed || isBlocked || isBusy}
          aria-busy={isBusy}
        >
          <Icon name="prove" /> {tell === 'receivers' ? 'Prove and tell people' : 'Prove'}
        </button>
      </div>
    </form>
  );
}

function Choice(props: {
  readonly value: Tell;
  readonly chosen: Tell;
  readonly onChoose: (tell: Tell) => void;
  readonly title: string;
  readonly children: string;
}): JSX.Element {
  const { value, chosen, onChoose, title, children } = props;
  return (
    <label class="proof-choice">
      <input
        type="radio"
        name="tell"
        value={value}
        checked={value === chosen}
        onChange={() => onChoose(value)}
      />
      <span>
        <strong>{title}</strong>
        <span class="proof-choice-more">{children}</span>
      </span>
    </label>
  );
}

/** What is typed before people are told: the name of the alert, or how many there are. */
function confirmationFor(alerts: readonly string[]): string {
  return alerts.length === 1 ? alerts[0] : plural(alerts.length, 'alert');
}
