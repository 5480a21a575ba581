import type { DashboardVariable } from '@telltale/station/contract';

/** How many choices a dashboard may have at its top. */
export const MAX_VARIABLES = 20;

const SEPARATORS = /[,\n]/;

/** A choice among the values of a label, the usual kind, under a name that is free. */
export function newVariable(variables: readonly DashboardVariable[]): DashboardVariable {
  const name = freeName(variables);
  return { name, label: name, kind: 'label-values', values: '', of: 'up', isMulti: true, hasAll: true };
}

/** The same choice with another name; a label that was the name goes with it. */
export function named(variable: DashboardVariable, name: string): DashboardVariable {
  return { ...variable, name, label: variable.label === variable.name ? name : variable.label };
}

/** A choice of another kind: what both kinds have stays. */
export function ofKind(variable: DashboardVariable, kind: DashboardVariable['kind']): DashboardVariable {
  const { name, label } = variable;
  if (kind === variable.kind) return variable;
  const isMulti = 'isMulti' in variable ? variable.isMulti : true;
  const options = 'options' in variable ? variable.options : [];
  switch (kind) {
    case 'label-values':
      return { name, label, kind, values: '', of: 'up', isMulti, hasAll: true };
    case 'list':
      return { name, label, kind, options, isMulti };
    case 'interval':
      return { name, label, kind, options: options.length === 0 ? ['1m', '5m', '1h'] : options };
    case 'text':
      return { name, label, kind, initial: options[0] ?? '' };
  }
}

/** Options as people write them: by commas or lines, each once. */
export function readOptions(text: string): readonly string[] {
  const options = text.split(SEPARATORS).map((option) => option.trim());
  return [...new Set(options.filter((option) => option !== ''))];
}

/** A choice moved to the place before or behind its neighbour: those above it may stand in what it asks for. */
export function moved(
  variables: readonly DashboardVariable[],
  index: number,
  by: -1 | 1,
): readonly DashboardVariable[] {
  const to = index + by;
  if (to < 0 || to >= variables.length) return variables;
  return variables.with(index, variables[to]).with(to, variables[index]);
}

function freeName(variables: readonly DashboardVariable[]): string {
  const taken = new Set(variables.map(({ name }) => name));
  for (let number = variables.length + 1; ; number++) {
    if (!taken.has(`choice${number}`)) return `choice${number}`;
  }
}
