import type { ExprType } from './function-table.ts';

const TYPE_NAMES: Readonly<Record<ExprType, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

/** The name of a type as the documentation of PromQL writes it. */
export function typeName(type: ExprType): string {
  return TYPE_NAMES[type];
}
