import { proveAlert } from '@telltale/alerting';
import type { AlertProof, DrillTarget, ProofLevel } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { ProofProgress } from './proof-progress.ts';

/** What {@link proveAlerts} takes. */
export interface ProveAlertsOptions {
  readonly resolved: ResolvedDefinition;
  readonly names: readonly string[];
  /** Where messages go. As many alerts are proven at once as there are targets, so that none gets another's. */
  readonly targets: readonly DrillTarget[];
  /** The highest level to try. */
  readonly upTo: ProofLevel;
  readonly progress: ProofProgress;
  /** Asks a running service whether it has series for a selector. Default: none is asked. */
  readonly liveSeries?: ((selector: string) => Promise<boolean>) | undefined;
}

/** Proves alerts; the proofs are in the order of the names. */
export async function proveAlerts(options: ProveAlertsOptions): Promise<readonly AlertProof[]> {
  const { resolved, names, targets, upTo, progress, liveSeries } = options;
  const waiting = [...names.entries()];
  const proofs: AlertProof[] = [];
  const work = async (target: DrillTarget): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, alertName] = next;
      progress.show(`${index + 1} of ${names.length}: ${alertName}`);
      proofs[index] = await proveAlert({
        resolved,
        alertName,
        target,
        upTo,
        ...(liveSeries && { liveSeries }),
      });
    }
  };
  try {
    await Promise.all(targets.map(work));
  } finally {
    progress.end();
  }
  return proofs;
}
