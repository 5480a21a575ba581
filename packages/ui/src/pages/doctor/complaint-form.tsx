import type { DoctorTopic } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useResource, useStation } from '../../data/station-context.ts';
import { Icon } from '../../design/icon.tsx';
import type { DoctorState } from '../../navigation/doctor-address.ts';
import { CHOICES } from './view-state.ts';

/** What is to be looked at, before anything is tried. */
export function ComplaintForm(props: {
  readonly topic: DoctorTopic;
  readonly state: DoctorState;
  readonly isRunning: boolean;
  readonly onTry: (state: DoctorState, deliver: boolean) => void;
}): JSX.Element {
  const { topic, isRunning } = props;
  const [draft, setDraft] = useState(props.state);
  const [deliver, setDeliver] = useState(false);
  const choices = CHOICES[topic];
  return (
    <form
      class="complaint-form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onTry({ ...draft, isTried: true }, deliver);
      }}
    >
      {choices.includes('target') && <TargetChoice draft={draft} onDraft={setDraft} />}
      {choices.includes('dashboard') && <DashboardChoice draft={draft} onDraft={setDraft} />}
      {choices.includes('alert') && <AlertChoice draft={draft} onDraft={setDraft} />}
      {choices.includes('metric') && (
        <TextChoice label="Metric" placeholder="Any" name="metric" draft={draft} onDraft={setDraft} />
      )}
      {choices.includes('service') && (
        <TextChoice label="Service" placeholder="Any" name="service" draft={draft} onDraft={setDraft} />
      )}
      {topic === 'alerts' && (
        <label class="consent">
          <input
            type="checkbox"
            checked={deliver}
            onChange={(event) => setDeliver(event.currentTarget.checked)}
          />
          <span>Send the real receivers a test message</span>
        </label>
      )}
      <button type="submit" class="button is-primary" disabled={isRunning}>
        <Icon name="retry" /> {isRunning ? 'Trying…' : props.state.isTried ? 'Try again' : 'Try the steps'}
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly draft: DoctorState;
  readonly onDraft: (draft: DoctorState) => void;
}

function TargetChoice({ draft, onDraft }: ChoiceProps): JSX.Element {
  const targets = useResource(useStation().targets).data?.targets ?? [];
  const options = targets.map(({ job, instance, url, health }) => ({
    value: url,
    label: `${job} ${instance}${health === 'down' ? ' (down)' : ''}`,
  }));
  return (
    <SelectChoice
      label="Target"
      all="The first that is down, else any"
      value={draft.target}
      options={options}
      onChoose={(target) => onDraft({ ...draft, target })}
    />
  );
}

function DashboardChoice({ draft, onDraft }: ChoiceProps): JSX.Element {
  const dashboards = useResource(useStation().dashboards).data?.dashboards ?? [];
  return (
    <SelectChoice
      label="Dashboard"
      all="All"
      value={draft.dashboard}
      options={dashboards.map(({ slug, title }) => ({ value: slug, label: title }))}
      onChoose={(dashboard) => onDraft({ ...draft, dashboard })}
    />
  );
}

function AlertChoice({ draft, onDraft }: ChoiceProps): JSX.Element {
  const rules = useResource(useStation().alerts).data?.rules ?? [];
  const names = [...new Set(rules.map(({ name }) => name))];
  return (
    <SelectChoice
      label="Alert"
      all="All"
      value={draft.alert}
      options={names.map((name) => ({ value: name, label: name }))}
      onChoose={(alert) => onDraft({ ...draft, alert })}
    />
  );
}

/** One of several, or what the doctor takes by himself. What the address names stays, also where it is gone. */
function SelectChoice(props: {
  readonly label: string;
  readonly all: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}): JSX.Element {
  const { label, all, value, options, onChoose } = props;
  const id = useId();
  const isKnown = value === '' || options.some((option) => option.value === value);
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <select id={id} class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {!isKnown && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function TextChoice(
  props: ChoiceProps & {
    readonly label: string;
    readonly placeholder: string;
    readonly name: 'metric' | 'service';
  },
): JSX.Element {
  const { label, placeholder, name, draft, onDraft } = props;
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="input"
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        value={draft[name]}
        onInput={(event) => onDraft({ ...draft, [name]: event.currentTarget.value.trim() })}
      />
    </div>
  );
}
