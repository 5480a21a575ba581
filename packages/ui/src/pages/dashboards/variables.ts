import type { DashboardVariable } from '@telltale/station/contract';
import type { ChosenVariables, VariableValue } from '../../panels/variables/fill-query.ts';

/** Written in the address where all values are chosen. */
export const ALL = '$__all';

/** A variable with what there is to choose, and what is chosen. */
export interface VariableState {
  readonly variable: DashboardVariable;
  /** `undefined` while they are not known yet. */
  readonly options: readonly string[] | undefined;
  /** In the order of the options; {@link ALL} alone for all. Empty while nothing can be chosen. */
  readonly chosen: readonly string[];
}

/** What is chosen of a variable: as the address says, else what holds at first. */
export function chosenOf(
  variable: DashboardVariable,
  options: readonly string[] | undefined,
  stated: readonly string[] | undefined,
): readonly string[] {
  if (stated !== undefined && stated.length > 0) return isMulti(variable) ? stated : stated.slice(0, 1);
  if (variable.kind === 'text') return [variable.initial];
  if (variable.kind === 'label-values' && variable.hasAll) return [ALL];
  return options === undefined ? [] : options.slice(0, 1);
}

/** What stands in queries in the place of a variable. */
export function valueOf(variable: DashboardVariable, chosen: readonly string[]): VariableValue {
  if (chosen.includes(ALL)) return { kind: 'all' };
  if (variable.kind === 'text' || variable.kind === 'interval')
    return { kind: 'text', text: chosen[0] ?? '' };
  return { kind: 'values', values: chosen };
}

/** What is chosen of all variables, for queries. */
export function chosenVariables(states: readonly VariableState[]): ChosenVariables {
  return new Map(states.map(({ variable, chosen }) => [variable.name, valueOf(variable, chosen)]));
}

/** Whether several values may be chosen. */
export function isMulti(variable: DashboardVariable): boolean {
  return (variable.kind === 'label-values' || variable.kind === 'list') && variable.isMulti;
}

/** What is chosen in words: `all`, `/pay`, `/pay and 2 more`. */
export function chosenWords(chosen: readonly string[]): string {
  if (chosen.length === 0) return 'none';
  if (chosen.includes(ALL)) return 'all';
  return chosen.length === 1 ? chosen[0] || '(empty)' : `${chosen[0]} and ${chosen.length - 1} more`;
}
