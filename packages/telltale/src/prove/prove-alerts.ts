import { proveAlert } from '@telltale/alerting';
import type { AlertProof, DrillTarget, ProofLevel } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { ProofProgress } from './proof-progress.ts';

/** What {@link proveAlerts} takes. */
export interface ProveAlertsOptions {
  readonly resolved: ResolvedDefinition;
  readonly names: readonly string[];
  readonly target: DrillTarget;
  /** The highest level to try. */
  readonly upTo: ProofLevel;
  readonly progress: ProofProgress;
}

/** Proves alerts one after the other. */
export async function proveAlerts(options: ProveAlertsOptions): Promise<readonly AlertProof[]> {
  const { resolved, names, target, upTo, progress } = options;
  const proofs: AlertProof[] = [];
  try {
    for (const [index, alertName] of names.entries()) {
      progress.show(`${index + 1} of ${names.length}: ${alertName}`);
      proofs.push(await proveAlert({ resolved, alertName, target, upTo }));
    }
  } finally {
    progress.end();
  }
  return proofs;
}
