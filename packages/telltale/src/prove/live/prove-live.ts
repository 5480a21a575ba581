import { proveAlert } from '@telltale/alerting';
import type { AlertProof } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { createPrometheusClient } from '../../server/prometheus-client.ts';
import type { ProofProgress } from '../proof-progress.ts';
import { startSinks } from '../sinks/sinks.ts';
import { startLocalTargets } from '../targets/local-target.ts';
import { drillStation } from './drill-peers.ts';
import { runLiveDrill } from './live-drill.ts';

/** What {@link proveLive} takes. */
export interface ProveLiveOptions {
  readonly resolved: ResolvedDefinition;
  readonly names: readonly string[];
  /** Address of the station that scrapes the service. */
  readonly station: string;
  /** Whether the definition's own receivers are told. */
  readonly isReal: boolean;
  /** Token of the service's drills, where it asks for one. */
  readonly token: string | undefined;
  readonly progress: ProofProgress;
  /** Ends everything in the middle. */
  readonly signal: AbortSignal;
}

/**
 * Proves alerts with the running service: up to level 5 in this process, then level 7, one after the other, as
 * two drills at once would be seen in each other's figures.
 *
 * @throws what the signal was aborted with
 */
export async function proveLive(options: ProveLiveOptions): Promise<readonly AlertProof[]> {
  const { resolved, names, station, isReal, token, progress, signal } = options;
  const client = createPrometheusClient(station);
  const liveSeries = seriesOf(station);
  const [target] = await startLocalTargets(1);
  const sinks = isReal ? undefined : await startSinks();
  const proofs: AlertProof[] = [];
  try {
    for (const [index, alertName] of names.entries()) {
      const show = (text: string) => progress.show(`${index + 1} of ${names.length}: ${alertName}: ${text}`);
      signal.throwIfAborted();
      show('in this process');
      const proof = await proveAlert({ resolved, alertName, target, upTo: 5, liveSeries });
      const rule = resolved.rules.find((one) => one.name === alertName);
      if (proof.level !== 5 || rule?.kind !== 'alerting') {
        proofs.push(proof);
        continue;
      }
      const peers = { station: drillStation(station), client, sinks, token, signal, onStage: show };
      proofs.push(await runLiveDrill({ resolved, rule, proof, ...peers }));
    }
  } finally {
    progress.end();
    await Promise.all([target.close(), sinks?.close()]);
  }
  return proofs;
}

/** Whether a station has series for a selector now. */
export function seriesOf(station: string): (selector: string) => Promise<boolean> {
  const client = createPrometheusClient(station);
  return async (selector) => (await client.instant(`count(${selector})`)).length > 0;
}
