import type { ApmAgent } from './agent.ts';
import { AgentForwarder, installedAgent } from './agent.ts';
import type { ApmContext } from './apm-context.ts';
import type { RecordingFunctions } from './recording-functions.ts';
import { recordingFunctions } from './recording-functions.ts';
import type { TransactionFunctions } from './transaction-functions.ts';
import { transactionFunctions } from './transaction-functions.ts';
import { Transactions } from './transactions.ts';

/** What {@link createApm} takes beside the instruments. */
export interface ApmOptions {
  /**
   * An agent that gets all calls as well; by default the package `newrelic` where the program has installed it,
   * `false` for none.
   */
  readonly agent?: ApmAgent | false;
}

/** The functions of New Relic's agent that programs record with. */
export interface Apm extends RecordingFunctions, TransactionFunctions {}

/**
 * A bridge for programs that record with New Relic's agent: the same functions, into metrics, traces and logs of ours.
 * Names of metrics become words in small letters with `_` between them. Where the agent is installed it gets all
 * calls, too.
 *
 * @example
 * ```ts
 * import { instrument } from '@telltale/sdk';
 * import { createApm } from '@telltale/sdk/apm';
 * import { defineMonitoring } from '@telltale/sdk/define';
 *
 * const logs = { sinks: [{ kind: 'file', path: 'gateway.log' }] } as const;
 * const t = instrument(defineMonitoring({ service: 'gateway', logs }));
 * const newrelic = createApm(t);
 * newrelic.recordMetric('Custom/AI/TokensUsed', 120);
 * newrelic.recordCustomEvent('AIRequest', { model: 'gpt-4', tokens: 120, duration: 0.8 });
 * console.log(t.registry.expose().includes('custom_ai_tokens_used_sum 120')); // true
 * ```
 */
export function createApm(context: ApmContext, options: ApmOptions = {}): Apm {
  const { registry, trace } = context;
  const { diagnostics } = registry;
  const found = options.agent ?? installedAgent(diagnostics);
  const agent = new AgentForwarder(found === false ? undefined : found, diagnostics);
  return { ...recordingFunctions(context, agent), ...transactionFunctions(new Transactions(trace), agent) };
}
