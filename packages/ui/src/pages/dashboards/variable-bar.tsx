import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Popover } from '../../design/popover.tsx';
import { ALL, chosenWords, isMulti } from './variables.ts';
import type { VariableState } from './variables.ts';

/** Options that are listed before one has to type. */
const LISTED = 100;

/** The choices at the top of a dashboard. */
export function VariableBar(props: {
  readonly states: readonly VariableState[];
  readonly error: string;
  readonly onChoose: (name: string, chosen: readonly string[]) => void;
}): JSX.Element | null {
  if (props.states.length === 0) return null;
  return (
    <div class="variables" role="group" aria-label="Variables">
      {props.states.map((state) => (
        <Variable
          key={state.variable.name}
          state={state}
          onChoose={(chosen) => props.onChoose(state.variable.name, chosen)}
        />
      ))}
      {props.error !== '' && <p class="panel-error">The values are not known: {props.error}</p>}
    </div>
  );
}

interface VariableProps {
  readonly state: VariableState;
  readonly onChoose: (chosen: readonly string[]) => void;
}

function Variable({ state, onChoose }: VariableProps): JSX.Element {
  const { variable, chosen } = state;
  if (variable.kind === 'text') {
    return <FreeText label={variable.label} value={chosen[0] ?? ''} onChoose={(text) => onChoose([text])} />;
  }
  return (
    <Popover
      buttonClass="button variable"
      title={`Choose ${variable.label}`}
      label={
        <>
          <span class="variable-label">{variable.label}</span>{' '}
          <span class="variable-chosen">{chosenWords(chosen)}</span>
        </>
      }
    >
      {({ close }) => <Options state={state} onChoose={onChoose} onDone={close} />}
    </Popover>
  );
}

/** What is being typed stays, whatever comes in meanwhile; Enter or leaving the field chooses it. */
function FreeText(props: {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (text: string) => void;
}): JSX.Element {
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  return (
    <label class="variable">
      <span class="variable-label">{props.label}</span>
      <input
        class="input"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      />
    </label>
  );
}

function Options({ state, onChoose, onDone }: VariableProps & { readonly onDone: () => void }): JSX.Element {
  const { variable, chosen, options = [] } = state;
  const [search, setSearch] = useState('');
  const isSeveral = isMulti(variable);
  const hasAll = variable.kind === 'label-values' && variable.hasAll;
  // What was chosen and is gone can be taken away.
  const all = [...new Set([...options, ...chosen.filter((one) => one !== ALL)])];
  const found = all.filter((one) => one.toLowerCase().includes(search.toLowerCase()));
  const toggle = (option: string): void => {
    if (!isSeveral) {
      onChoose([option]);
      return onDone();
    }
    const others = chosen.filter((one) => one !== option && one !== ALL);
    const next = chosen.includes(option) ? others : [...others, option];
    return onChoose(next.length === 0 && hasAll ? [ALL] : next);
  };
  return (
    <div class="options">
      {all.length > 8 && (
        <input
          class="input"
          type="search"
          data-autofocus
          aria-label={`Search values of ${variable.label}`}
          placeholder="Search"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ul class="options-list">
        {hasAll && (
          <Option
            text="All"
            isChosen={chosen.includes(ALL)}
            isSeveral={false}
            onToggle={() => {
              onChoose([ALL]);
              onDone();
            }}
          />
        )}
        {found.slice(0, LISTED).map((option) => (
          <Option
            key={option}
            text={option || '(empty)'}
            isChosen={chosen.includes(option)}
            isSeveral={isSeveral}
            onToggle={() => toggle(option)}
          />
        ))}
      </ul>
      {state.options === undefined && <p class="options-note">Asking for the values…</p>}
      {state.options?.length === 0 && <p class="options-note">No series has this label in this time.</p>}
      {found.length > LISTED && <p class="options-note">{found.length - LISTED} more: type to find them</p>}
    </div>
  );
}

function Option(props: {
  readonly text: string;
  readonly isChosen: boolean;
  readonly isSeveral: boolean;
  readonly onToggle: () => void;
}): JSX.Element {
  return (
    <li>
      <label class="option">
        <input
          type={props.isSeveral ? 'checkbox' : 'radio'}
          checked={props.isChosen}
          onChange={props.onToggle}
        />
        <span class="option-text">{props.text}</span>
      </label>
    </li>
  );
}
