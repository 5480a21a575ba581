import type { ResolvedDefinition } from '@telltale/definition';

/** The definition that rules, targets and pages go by: that of the start, until a reload brings another. */
export interface DefinitionInForce {
  readonly present: () => ResolvedDefinition | undefined;
  readonly replace: (next: ResolvedDefinition) => void;
}

/** Begins with the definition of the start, if there is one. */
export function createDefinitionInForce(first: ResolvedDefinition | undefined): DefinitionInForce {
  let present = first;
  return { present: () => present, replace: (next) => void (present = next) };
}
