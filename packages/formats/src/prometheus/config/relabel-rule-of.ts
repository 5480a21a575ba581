import { RELABEL_ACTIONS, relabelRule } from '@telltale/model';
import type { RelabelAction, RelabelRule } from '@telltale/model';
import type { RelabelConfig } from './prometheus-config.ts';

/** The action of a step, which may be written in any case; `undefined` for one that is none. */
export function relabelActionOf({ action = 'replace' }: RelabelConfig): RelabelAction | undefined {
  return RELABEL_ACTIONS.find((known) => known === action.toLowerCase());
}

/** A step of relabelling with the defaults of Prometheus; an action that is none counts as `replace`. */
export function relabelRuleOf(config: RelabelConfig): RelabelRule {
  return relabelRule({ ...config, action: relabelActionOf(config) ?? 'replace' });
}
