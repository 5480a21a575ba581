import { given } from '../options/given.ts';
import { callerPosition } from '../position/caller-position.ts';
import type { AnyQuery } from '../query/any-query.ts';
import type { SlowerThan } from '../query/slower-than.ts';
import type { NoTraffic, SloBase, SloDeclaration } from './slo-declaration.ts';

/** Stands for an objective that does not say what a time without events is. */
export type SayNoTraffic = "say noTraffic: 'good', 'bad' or 'nodata'";

/** Stands for an objective that does not say which events are bad. */
export type GiveEvents = 'give bad and total, or slowerThan';

/**
 * What {@link slo} takes. Where something is missing, the compiler refuses the objective, by a type that says what
 * to write.
 */
export interface SloOptions<
  Policy extends NoTraffic | undefined,
  Bad extends AnyQuery | undefined,
  Total extends AnyQuery | undefined,
  Slower extends SlowerThan | undefined,
> extends Omit<SloBase, 'objective' | 'noTraffic'> {
  /** Percent of good events, such as 99.9. */
  readonly objective: Policy extends NoTraffic
    ? Slower extends SlowerThan
      ? number
      : readonly [Bad, Total] extends readonly [AnyQuery, AnyQuery]
        ? number
        : GiveEvents
    : SayNoTraffic;
  /** What a time without events counts as, which must be said. */
  readonly noTraffic?: Policy;
  /** Bad events per second, as in `m.http_requests_total.where({ status_code: /5../ }).rate('5m').sum()`. */
  readonly bad?: Bad;
  /** All events per second, with the same labels. */
  readonly total?: Total;
  /** In place of both: observations above a bucket's bound, as in `m.http_request_duration_seconds.over({ ms: 500 })`. */
  readonly slowerThan?: Slower;
}

/**
 * Declares a service level objective. It comes with its recordings, two alerts on how fast its budget burns, and one
 * for when it cannot be measured.
 *
 * @example
 * ```ts
 * import { defineMonitoring, httpServer, resolveDefinition, slo } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   kits: [httpServer()],
 *   slos: (m) => ({
 *     latency: slo({
 *       objective: 99,
 *       window: '30d',
 *       noTraffic: 'good',
 *       slowerThan: m.http_request_duration_seconds.over({ ms: 500 }),
 *     }),
 *   }),
 * });
 * console.log(resolveDefinition(definition).slos?.[0].alerts[0]); // LatencyBudgetBurnFast
 * ```
 */
export function slo<
  const Policy extends NoTraffic | undefined = undefined,
  Bad extends AnyQuery | undefined = undefined,
  Total extends AnyQuery | undefined = undefined,
  Slower extends SlowerThan | undefined = undefined,
>(options: SloOptions<Policy, Bad, Total, Slower>): SloDeclaration {
  const position = callerPosition(slo);
  // Complete where the compiler has accepted it; what is missing is told of when the definition is resolved.
  const declared = given(options) as unknown as SloDeclaration;
  return { ...declared, ...(position && { position }) };
}
