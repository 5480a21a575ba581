import type { FastifyInstance } from 'fastify';
import type { ProofStore } from '../../../proofs/proof-store.ts';
import { createRuleTestsStore } from '../../../proofs/rule-tests-store.ts';
import type { StationParts } from '../../../station-parts.ts';
import type { ShownEngine } from '../../../views/shown-engine.ts';
import { registerAlertHistory } from './alert-history-route.ts';
import { registerNotifications } from './notification-routes.ts';
import { registerRouting } from './routing-routes.ts';
import { registerRuleViews } from './rule-routes.ts';
import { registerSilenceEffects } from './silence-effects-route.ts';
import { registerSilencePreview } from './silence-preview-route.ts';

/** What pages show of rules, of the past of alerts, and of their ways to people. */
export function registerAlertingViews(
  server: FastifyInstance,
  { alerting, store, remote, definition }: StationParts,
  { ruleGroups, allHistory }: ShownEngine,
  proofs: ProofStore,
): void {
  const now = (): number => Date.now();
  const tests = createRuleTestsStore(store.state);
  registerRuleViews(server, {
    ruleGroups,
    evaluatedBy: remote?.server.host,
    proofs,
    defined: () => definition.present()?.rules ?? [],
    tests,
  });
  registerAlertHistory(server, allHistory, now);
  registerNotifications(server, alerting.notifier);
  registerRouting(server, alerting.notifier, now);
  registerSilencePreview(server, ruleGroups);
  registerSilenceEffects(server, alerting.notifier);
}
