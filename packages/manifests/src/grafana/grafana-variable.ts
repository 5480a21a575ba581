import type { ResolvedVariable } from '@telltale/definition';
import type { DatasourceModel, VariableModel } from './dashboard-model.ts';

/** A choice at the top of a dashboard. */
export function grafanaVariable(variable: ResolvedVariable, datasource: DatasourceModel): VariableModel {
  const { name, label } = variable;
  switch (variable.kind) {
    case 'label-values':
      return { ...labelValues(variable, datasource), name, label };
    case 'list': {
      const query = variable.options.map((option) => option.replaceAll(',', String.raw`\,`)).join(', ');
      const { isMulti: multi } = variable;
      return {
        type: 'custom',
        name,
        label,
        query,
        multi,
        includeAll: false,
        ...chosen(variable.options, multi),
      };
    }
    case 'interval':
      return {
        type: 'interval',
        name,
        label,
        query: variable.options.join(','),
        refresh: 2,
        ...chosen(variable.options, false),
      };
    case 'text':
      return { type: 'textbox', name, label, query: variable.initial, ...chosen([variable.initial], false) };
  }
}

function labelValues(
  { values, of, isMulti, hasAll }: Extract<ResolvedVariable, { kind: 'label-values' }>,
  datasource: DatasourceModel,
): Omit<VariableModel, 'name' | 'label'> {
  return {
    type: 'query',
    datasource,
    query: { query: `label_values(${of}, ${values})`, refId: 'StandardVariableQuery' },
    refresh: 2,
    sort: 1,
    includeAll: hasAll,
    multi: isMulti,
    ...(hasAll && { allValue: '.*', current: { text: ['All'], value: ['$__all'] } }),
    options: [],
  };
}

/** The first option is chosen at first. */
function chosen(options: readonly string[], isMulti: boolean): Pick<VariableModel, 'current' | 'options'> {
  const [first = ''] = options;
  const one = isMulti ? [first] : first;
  return {
    current: { text: one, value: one },
    options: options.map((value, index) => ({ selected: index === 0, text: value, value })),
  };
}
