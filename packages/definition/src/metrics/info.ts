import type { LabelSpecs, NoLabels } from './label-spec.ts';
import type { DeclarationBase, MetricOptions } from './metric-options.ts';
import { declarationBase } from './metric-options.ts';

/** A declared metric whose labels are the information; its value is always 1. */
export interface InfoDeclaration<Labels extends LabelSpecs = LabelSpecs> extends DeclarationBase<Labels, ''> {
  readonly kind: 'info';
}

/**
 * Declares an info: labels that describe the process, such as its version. Its name must end in `_info`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, info } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { build_info: info({ help: 'What is running', labels: { version: 'any' } }) },
 * });
 * console.log(definition.metrics.build_info.kind); // info
 * ```
 */
export function info<const Labels extends LabelSpecs = NoLabels>(
  options: Omit<MetricOptions<Labels, ''>, 'unit'>,
): InfoDeclaration<NoInfer<Labels>> {
  return { kind: 'info', ...declarationBase<Labels, ''>(options, info) };
}
