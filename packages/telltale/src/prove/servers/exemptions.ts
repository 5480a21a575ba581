import { isHeartbeat } from '@telltale/alerting';
import type { ProofExemption } from '@telltale/alerting';
import type { AlertingRule } from '@telltale/model';

/** Alerts of whom level 6 is not asked, each kind with its reason. */
const EXEMPTIONS: readonly { readonly isExempt: (rule: AlertingRule) => boolean; readonly reason: string }[] =
  [
    {
      isExempt: isHeartbeat,
      reason: 'a heartbeat always fires: before the fault it is not quiet, and it has no end to deliver',
    },
  ];

/** Why level 6 is not asked of an alert; `undefined` where it is. */
export function exemptionOf(rule: AlertingRule): ProofExemption | undefined {
  const found = EXEMPTIONS.find(({ isExempt }) => isExempt(rule));
  return found && { level: 6, reason: found.reason };
}
