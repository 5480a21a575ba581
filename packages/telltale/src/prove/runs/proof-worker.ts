import type { AlertProof, DrillHop, ProofStep } from '@telltale/alerting';
import { proveAlert } from '@telltale/alerting';
import { loadDefinition } from '../../definition/load-definition.ts';
import { startLocalTargets } from '../targets/local-target.ts';
import { createRealTarget } from '../targets/real-target.ts';

/* Forked by `startProofProcess`, never imported as a program: it proves what it is told to, one alert after the
   other so that one can watch, and ends. */

/** What the process is to prove. */
export interface ProofOrder {
  readonly config: string;
  readonly environment?: string;
  readonly alerts: readonly string[];
  /** Whether the definition's own receivers are told. */
  readonly isReal: boolean;
}

/** What the process tells while it proves. */
export type ProofNews =
  | { readonly kind: 'begins'; readonly alert: string }
  | { readonly kind: 'step'; readonly alert: string; readonly step: ProofStep }
  | { readonly kind: 'hop'; readonly alert: string; readonly hop: DrillHop }
  | { readonly kind: 'proof'; readonly proof: AlertProof }
  | { readonly kind: 'failed'; readonly message: string };

function tell(news: ProofNews): void {
  process.send?.(news);
}

async function prove({ config, environment, alerts, isReal }: ProofOrder): Promise<void> {
  const { env } = process;
  const { resolved } = await loadDefinition({ config, cwd: process.cwd(), environment, env });
  const target = isReal ? createRealTarget(resolved.receivers) : (await startLocalTargets(1))[0];
  try {
    for (const alert of alerts) {
      tell({ kind: 'begins', alert });
      const onStep = (step: ProofStep) => tell({ kind: 'step', alert, step });
      const onHop = (hop: DrillHop) => tell({ kind: 'hop', alert, hop });
      const proof = await proveAlert({ resolved, alertName: alert, target, onStep, onHop });
      tell({ kind: 'proof', proof });
    }
  } finally {
    await target.close();
  }
}

// Who ordered it is gone: nobody would be told.
process.once('disconnect', () => process.exit());
process.once('message', (order: ProofOrder) => {
  prove(order)
    .catch((error: unknown) =>
      tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.disconnect());
});
