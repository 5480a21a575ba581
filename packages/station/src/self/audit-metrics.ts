import type { InstrumentsOf } from '@telltale/sdk';
import { counter } from '@telltale/sdk/define';

/** What becomes of records of the audit log. */
export const auditMetrics = {
  telltale_audit_records_total: counter({
    help: 'Records of what was done in the station, by whether they are on disk.',
    labels: { outcome: ['written', 'lost'] },
  }),
};

/** Counts a record. */
export function countAudit(metrics: InstrumentsOf<typeof auditMetrics>, outcome: 'written' | 'lost'): void {
  metrics.telltale_audit_records_total.inc({ outcome });
}
