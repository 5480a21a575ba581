import type { DashboardVariable } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Drawer } from '../../../design/drawer.tsx';
import { Icon } from '../../../design/icon.tsx';
import type { IconName } from '../../../design/icon.tsx';
import type { VariableState } from '../variables.ts';
import { MAX_VARIABLES, moved, newVariable } from './draft-variables.ts';
import { VariableFields } from './variable-fields.tsx';

/** The choices at the top of the dashboard; what is written is in the dashboard at once. */
export function VariablesForm(props: {
  readonly variables: readonly DashboardVariable[];
  /** What there is to choose now. */
  readonly states: readonly VariableState[];
  readonly onChange: (variables: readonly DashboardVariable[]) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { variables, states, onChange } = props;
  return (
    <Drawer
      title="Variables"
      onClose={props.onClose}
      actions={
        <button type="button" class="button is-primary" onClick={props.onClose}>
          Done
        </button>
      }
    >
      <div class="panel-form">
        <p class="panel-form-note">
          A variable is chosen at the top of the dashboard and stands in queries as <code>$name</code>. Those
          further up may stand in the series of those below.
        </p>
        {variables.map((variable, index) => (
          <fieldset class="panel-form-group" key={index}>
            <legend class="variable-head">
              ${variable.name}
              <Tools index={index} variables={variables} onChange={onChange} />
            </legend>
            <VariableFields variable={variable} onChange={(next) => onChange(variables.with(index, next))} />
            <p class="panel-form-note">{foundWords(states[index])}</p>
          </fieldset>
        ))}
        {variables.length < MAX_VARIABLES && (
          <div>
            <button
              type="button"
              class="button"
              onClick={() => onChange([...variables, newVariable(variables)])}
            >
              <Icon name="plus" />
              {variables.length === 0 ? 'Add the first variable' : 'Another variable'}
            </button>
          </div>
        )}
      </div>
    </Drawer>
  );
}

function Tools(props: {
  readonly index: number;
  readonly variables: readonly DashboardVariable[];
  readonly onChange: (variables: readonly DashboardVariable[]) => void;
}): JSX.Element {
  const { index, variables, onChange } = props;
  const { name } = variables[index];
  const tool = (icon: IconName, words: string, run: () => void, isDisabled = false): JSX.Element => (
    <button
      type="button"
      class="icon-button"
      aria-label={`${words}: ${name}`}
      title={words}
      disabled={isDisabled}
      onClick={run}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <span class="variable-tools">
      {tool('arrow-up', 'Move up', () => onChange(moved(variables, index, -1)), index === 0)}
      {tool(
        'arrow-down',
        'Move down',
        () => onChange(moved(variables, index, 1)),
        index === variables.length - 1,
      )}
      {tool('trash', 'Remove', () => onChange(variables.toSpliced(index, 1)))}
    </span>
  );
}

/** What a reader of the dashboard would find. */
function foundWords(state: VariableState | undefined): string {
  if (state === undefined || state.variable.kind === 'text') return '';
  if (state.options === undefined) return 'Asking for the values…';
  if (state.options.length === 0)
    return 'Nothing to choose now: no series in this time has such a label, or nothing is listed.';
  const [first, second, third, ...rest] = state.options;
  const some = [first, second, third].filter((one) => one !== undefined).map((one) => one || '(empty)');
  return `Now: ${some.join(', ')}${rest.length === 0 ? '' : ` and ${rest.length} more`}`;
}
