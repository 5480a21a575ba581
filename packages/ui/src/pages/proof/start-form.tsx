import type { ProofRunRequest } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { plural } from '../../data/overall-state.ts';
import { useRemote, useStation } from '../../data/station-context.ts';
import { Icon } from '../../design/icon.tsx';

type Tell = ProofRunRequest['tell'];

/** Asks who is told, has it confirmed where that is people, and starts the run. */
export function StartForm(props: {
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
      {tell === 'receivers' && <Confirmation wanted={wanted} typed={typed} onType={setTyped} />}
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

/** People are told only by who meant it: the words are typed, beside the names of those who are told. */
function Confirmation(props: {
  readonly wanted: string;
  readonly typed: string;
  readonly onType: (text: string) => void;
}): JSX.Element {
  const { data } = useRemote(['receivers'], (api, signal) => api.proofs.receivers(signal), {
    on: ['notifications'],
  });
  const names = data?.receivers.map(({ name }) => name).join(', ');
  return (
    <label class="field">
      <span class="field-label">
        Type <strong class="proof-wanted">{props.wanted}</strong> to confirm
        {names !== undefined && names !== '' && `. Receivers: ${names}`}
      </span>
      <input
        class="input"
        value={props.typed}
        autoComplete="off"
        spellcheck={false}
        onInput={(event) => props.onType(event.currentTarget.value)}
      />
    </label>
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
