import { parseDuration } from '@telltale/model';
import type { DashboardDeclaration } from '../dashboards/dashboard-declaration.ts';
import type { VariableDeclaration } from '../dashboards/variable.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { Shape } from '../faults/shape.ts';
import { fields, isMapping, listOf, text } from '../faults/shape.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedVariable } from '../resolved.ts';

/** Grafana's own begin with two underscores, and text that follows a name would be a part of it. */
const NAME = /^(?!__)[A-Za-z]\w*$/;
const WRITE_VARIABLE = 'write labelValues(…), choice([…]), interval([…]) or freeText()';

const SHAPES: Readonly<Record<VariableDeclaration['kind'], Shape>> = {
  'label-values': fields({ label: text(), values: text("write the label's name") }, WRITE_VARIABLE),
  list: fields(
    { label: text(), options: listOf(text(), "write the values: choice(['eu', 'us'])") },
    WRITE_VARIABLE,
  ),
  interval: fields(
    { label: text(), options: listOf(text(), "write ranges: interval(['5m', '1h'])") },
    WRITE_VARIABLE,
  ),
  text: fields({ label: text(), initial: text() }, WRITE_VARIABLE),
};

/** The variables of a dashboard, in the order written; one with a fault is left out. */
export function resolveVariables(
  { variables, position }: Pick<DashboardDeclaration, 'variables' | 'position'>,
  path: string,
  faults: FaultList,
  context: QueryContext,
): readonly ResolvedVariable[] {
  if (variables === undefined) return [];
  if (!isMapping(variables)) {
    faults.add(path, 'write variables by name: { route: labelValues(…) }', position);
    return [];
  }
  return Object.entries(variables).flatMap(([name, variable]) => {
    const place = `${path}.${name}`;
    const fault = nameFault(name) ?? kindFault(variable);
    if (fault !== undefined) {
      faults.add(place, fault, position);
      return [];
    }
    if (!faults.hasShape(SHAPES[variable.kind], variable, place, position)) return [];
    return faults.attempt<readonly ResolvedVariable[]>(
      place,
      [],
      () => resolveVariable(name, variable, place, faults, position, context),
      position,
    );
  });
}

function nameFault(name: string): string | undefined {
  return NAME.test(name)
    ? undefined
    : 'a variable is named by letters, digits and underscores, and begins with a letter';
}

function kindFault(variable: unknown): string | undefined {
  return isMapping(variable) && typeof variable.kind === 'string' && Object.hasOwn(SHAPES, variable.kind)
    ? undefined
    : WRITE_VARIABLE;
}

function resolveVariable(
  name: string,
  variable: VariableDeclaration,
  path: string,
  faults: FaultList,
  position: DashboardDeclaration['position'],
  context: QueryContext,
): readonly ResolvedVariable[] {
  const base = { name, label: variable.label ?? inWords(name) };
  switch (variable.kind) {
    case 'label-values': {
      const { kind, values, isMulti, hasAll } = variable;
      return [{ ...base, kind, values, of: variable.of(context), isMulti, hasAll }];
    }
    case 'list': {
      const { kind, options, isMulti } = variable;
      if (options.length === 0) faults.add(path, 'a choice needs values', position);
      return [{ ...base, kind, options, isMulti }];
    }
    case 'interval': {
      const { kind, options } = variable;
      if (options.length === 0) faults.add(path, 'a choice needs ranges', position);
      for (const option of options) {
        if ((parseDuration(option) ?? 0) > 0) continue;
        faults.add(path, `'${option}' is not a range: write a duration such as '5m'`, position);
      }
      return [{ ...base, kind, options }];
    }
    case 'text':
      return [{ ...base, kind: variable.kind, initial: variable.initial }];
  }
}

function inWords(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
