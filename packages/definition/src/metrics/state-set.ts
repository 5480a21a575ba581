import { given } from '../options/given.ts';
import type { LabelSpecs, NoLabels } from './label-spec.ts';
import type { DeclarationBase, MetricOptions } from './metric-options.ts';
import { declarationBase } from './metric-options.ts';

/** A declared metric that is in some of a few states: one series for each, 1 or 0. */
export interface StateSetDeclaration<
  Labels extends LabelSpecs = LabelSpecs,
  State extends string = string,
> extends DeclarationBase<Labels, ''> {
  readonly kind: 'stateset';
  /** All states, in the order of exposition. */
  readonly states: readonly State[];
}

/** What {@link stateset} takes. */
export interface StateSetOptions<Labels extends LabelSpecs, State extends string> extends Omit<
  MetricOptions<Labels, ''>,
  'unit'
> {
  /** All states. */
  readonly states: readonly State[];
}

/**
 * Declares a state set: which of a few states something is in. Each state is a series whose label, named as
 * the metric, is the state.
 *
 * @example
 * ```ts
 * import { defineMonitoring, stateset } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { breaker_state: stateset({ help: 'Circuit breaker', states: ['closed', 'open'] }) },
 * });
 * console.log(definition.metrics.breaker_state.states.length); // 2
 * ```
 */
export function stateset<const Labels extends LabelSpecs = NoLabels, const State extends string = never>(
  options: StateSetOptions<Labels, State>,
): StateSetDeclaration<NoInfer<Labels>, NoInfer<State>> {
  const { states } = given(options);
  return { kind: 'stateset', ...declarationBase<Labels, ''>(options, stateset, ['states']), states };
}
