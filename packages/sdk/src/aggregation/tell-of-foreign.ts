import type { Gathered } from '../registry/gatherer.ts';
import type { Tell } from './tell.ts';

/** Tells that metrics of included registries are those of one process. */
export function tellOfForeign({ foreign }: Gathered, tell: Tell): void {
  if (foreign.length === 0) return;
  const describe = () => 'metrics of included registries are not added up: their library has to do it';
  tell('sum_mismatch', foreign[0].name, describe);
}
