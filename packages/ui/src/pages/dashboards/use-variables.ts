import type { DashboardVariable } from '@telltale/station/contract';
import { useMemo } from 'preact/hooks';
import { useRemote } from '../../data/station-context.ts';
import type { StationApi } from '../../data/station-api.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import { fillQuery } from '../../panels/variables/fill-query.ts';
import type { ChosenVariables } from '../../panels/variables/fill-query.ts';
import { chosenOf, chosenVariables } from './variables.ts';
import type { VariableState } from './variables.ts';

/** Values that are offered; a longer list is searched by nobody. */
const MAX_OPTIONS = 1000;

/**
 * The variables of a dashboard with what there is to choose. Values are asked for in the order of the variables, so
 * that one may depend on those before it.
 */
export function useVariables(
  variables: readonly DashboardVariable[],
  stated: ReadonlyMap<string, readonly string[]>,
): {
  readonly states: readonly VariableState[];
  /** The same for queries. */
  readonly chosen: ChosenVariables;
  readonly error: string;
} {
  const { range } = useTimeControl();
  const statedEntries = [...stated];
  const key = ['variables', variables, statedEntries, range] as const;
  const { data, error } = useRemote(
    variables.length === 0 ? undefined : key,
    (api, signal) => loadVariables(api, variables, stated, signal),
    { keepsPrevious: true },
  );
  const text = JSON.stringify([variables, statedEntries]);
  const states = useMemo(
    () =>
      variables.map((variable): VariableState => {
        const options = data?.get(variable.name) ?? fixedOptions(variable);
        return { variable, options, chosen: chosenOf(variable, options, stated.get(variable.name)) };
      }),
    [data, text],
  );
  const chosenText = JSON.stringify(states.map(({ variable, chosen }) => [variable.name, chosen]));
  const chosen = useMemo(() => chosenVariables(states), [chosenText]);
  return { states, chosen, error };
}

async function loadVariables(
  api: StationApi,
  variables: readonly DashboardVariable[],
  stated: ReadonlyMap<string, readonly string[]>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const known: VariableState[] = [];
  for (const variable of variables) {
    const options =
      variable.kind === 'label-values' && isWritten(variable)
        ? await api.explore.labelValues(
            variable.values,
            { selector: fillQuery(variable.of, chosenVariables(known)) },
            signal,
          )
        : fixedOptions(variable);
    const chosen = chosenOf(variable, options, stated.get(variable.name));
    known.push({ variable, options: options?.slice(0, MAX_OPTIONS), chosen });
  }
  return new Map(known.map(({ variable, options = [] }) => [variable.name, options]));
}

/** Whether there is something to ask for: a variable that is being written has no label at first. */
function isWritten({ values, of }: Extract<DashboardVariable, { kind: 'label-values' }>): boolean {
  return values.trim() !== '' && of.trim() !== '';
}

function fixedOptions(variable: DashboardVariable): readonly string[] | undefined {
  return variable.kind === 'list' || variable.kind === 'interval' ? variable.options : undefined;
}
