import type { DashboardVariable } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { named, ofKind, readOptions } from './draft-variables.ts';
import { Field } from './field.tsx';

const KINDS: readonly (readonly [DashboardVariable['kind'], string])[] = [
  ['label-values', 'Values of a label'],
  ['list', 'A list'],
  ['interval', 'Ranges of time'],
  ['text', 'Free text'],
];

interface FieldsProps<T extends DashboardVariable> {
  readonly variable: T;
  readonly onChange: (variable: DashboardVariable) => void;
}

/** Everything of one choice. */
export function VariableFields({ variable, onChange }: FieldsProps<DashboardVariable>): JSX.Element {
  return (
    <>
      <div class="panel-form-pair">
        <Field label="Name, in queries after $">
          <input
            class="input"
            maxLength={50}
            spellcheck={false}
            value={variable.name}
            onInput={(event) => onChange(named(variable, event.currentTarget.value))}
          />
        </Field>
        <Field label="Shown as">
          <input
            class="input"
            maxLength={50}
            value={variable.label}
            onInput={(event) => onChange({ ...variable, label: event.currentTarget.value })}
          />
        </Field>
        <Field label="To choose from">
          <select
            class="input"
            value={variable.kind}
            onChange={(event) =>
              onChange(ofKind(variable, event.currentTarget.value as DashboardVariable['kind']))
            }
          >
            {KINDS.map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <KindFields variable={variable} onChange={onChange} />
    </>
  );
}

function KindFields({ variable, onChange }: FieldsProps<DashboardVariable>): JSX.Element {
  switch (variable.kind) {
    case 'label-values':
      return <LabelValueFields variable={variable} onChange={onChange} />;
    case 'text':
      return (
        <Field label="Text at first">
          <input
            class="input"
            maxLength={200}
            value={variable.initial}
            onInput={(event) => onChange({ ...variable, initial: event.currentTarget.value })}
          />
        </Field>
      );
    default:
      return (
        <div class="panel-form-pair">
          <OptionsField
            label={variable.kind === 'interval' ? 'Ranges, by commas' : 'Values, by commas'}
            options={variable.options}
            onOptions={(options) => onChange({ ...variable, options })}
          />
          {variable.kind === 'list' && (
            <Check
              words="Several at once"
              isChecked={variable.isMulti}
              onCheck={(isMulti) => onChange({ ...variable, isMulti })}
            />
          )}
        </div>
      );
  }
}

function LabelValueFields({
  variable,
  onChange,
}: FieldsProps<Extract<DashboardVariable, { kind: 'label-values' }>>): JSX.Element {
  return (
    <>
      <div class="panel-form-pair">
        <Field label="Label">
          <input
            class="input"
            spellcheck={false}
            autocapitalize="off"
            placeholder="route"
            value={variable.values}
            onInput={(event) => onChange({ ...variable, values: event.currentTarget.value })}
          />
        </Field>
        <Field label="In the series of">
          <input
            class="input panel-form-promql"
            spellcheck={false}
            autocapitalize="off"
            placeholder={'http_requests_total{job="shop"}'}
            value={variable.of}
            onInput={(event) => onChange({ ...variable, of: event.currentTarget.value })}
          />
        </Field>
      </div>
      <div class="panel-form-pair">
        <Check
          words="Several at once"
          isChecked={variable.isMulti}
          onCheck={(isMulti) => onChange({ ...variable, isMulti })}
        />
        <Check
          words="All, which is chosen at first"
          isChecked={variable.hasAll}
          onCheck={(hasAll) => onChange({ ...variable, hasAll })}
        />
      </div>
    </>
  );
}

/** What is typed stays as it is typed: a comma at the end is the beginning of another option. */
function OptionsField(props: {
  readonly label: string;
  readonly options: readonly string[];
  readonly onOptions: (options: readonly string[]) => void;
}): JSX.Element {
  const { options } = props;
  const [typed, setTyped] = useState('');
  const isTyped = JSON.stringify(readOptions(typed)) === JSON.stringify(options);
  return (
    <Field label={props.label}>
      <input
        class="input"
        spellcheck={false}
        value={isTyped ? typed : options.join(', ')}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
          props.onOptions(readOptions(value));
        }}
      />
    </Field>
  );
}

function Check(props: {
  readonly words: string;
  readonly isChecked: boolean;
  readonly onCheck: (isChecked: boolean) => void;
}): JSX.Element {
  return (
    <label class="panel-form-check">
      <input
        type="checkbox"
        checked={props.isChecked}
        onChange={(event) => props.onCheck(event.currentTarget.checked)}
      />
      {props.words}
    </label>
  );
}
