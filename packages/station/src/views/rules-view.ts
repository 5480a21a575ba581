import type { AlertProof, RuleGroupStatus, RuleStatus } from '@telltale/alerting';
import type {
  RuleGroupView,
  RuleProofView,
  RuleTestsView,
  RuleView,
  RulesResponse,
  StoredProof,
} from '../contract.ts';
import { sourceOf } from './source-of.ts';

/** What is shown of rules. */
export interface RulesViewOptions {
  readonly groups: readonly RuleGroupStatus[];
  readonly evaluatedBy: string | undefined;
  readonly proofs: readonly StoredProof[];
  /** Names of the alerts of the definition. */
  readonly provable: ReadonlySet<string>;
  /** By name of the rule. */
  readonly tests: ReadonlyMap<string, RuleTestsView>;
}

/** All rules as they are evaluated, with what is known of their tests and proofs. */
export function rulesView({ groups, evaluatedBy, proofs, provable, tests }: RulesViewOptions): RulesResponse {
  const proofOf = new Map(proofs.map((stored) => [stored.proof.alertName, proofView(stored)]));
  return {
    evaluatedBy: evaluatedBy ?? '',
    groups: groups.map((group): RuleGroupView => ({
      name: group.name,
      file: group.file,
      intervalMs: group.intervalMs,
      lastEvaluationMs: group.lastEvaluationMs ?? null,
      lastDurationMs: group.lastDurationMs ?? null,
      missedEvaluations: group.missedEvaluations,
      rules: group.rules.map((status) => ({
        ...ruleView(status),
        tests: tests.get(status.rule.name) ?? null,
        isProvable: status.rule.kind === 'alerting' && provable.has(status.rule.name),
        proof: status.rule.kind === 'alerting' ? (proofOf.get(status.rule.name) ?? null) : null,
      })),
    })),
  };
}

function ruleView(status: RuleStatus): Omit<RuleView, 'tests' | 'proof' | 'isProvable'> {
  const { rule } = status;
  const isAlerting = rule.kind === 'alerting';
  return {
    kind: rule.kind,
    name: rule.name,
    query: rule.query,
    labels: rule.labels,
    annotations: isAlerting ? rule.annotations : {},
    forMs: isAlerting ? rule.forMs : 0,
    keepFiringMs: isAlerting ? rule.keepFiringForMs : 0,
    state: status.state,
    health: status.health,
    lastError: status.lastError,
    lastEvaluationMs: status.lastEvaluationMs ?? null,
    lastDurationMs: status.lastDurationMs ?? null,
    series: isAlerting ? status.alerts.length : status.lastSamples,
    source: sourceOf(rule.position),
  };
}

function proofView({ proof, staleness }: StoredProof): RuleProofView {
  const stop = proof.steps.findIndex(({ outcome }) => outcome !== 'passed');
  const passed = stop === -1 ? proof.steps : proof.steps.slice(0, stop);
  return {
    provenAtMs: proof.provenAtMs,
    level: passed.at(-1)?.name ?? '',
    isComplete: stop === -1 || proof.exemption !== undefined,
    staleness,
    deliveredAfterMs: deliveredAfterMs(proof),
  };
}

function deliveredAfterMs({ hops }: AlertProof): number | null {
  return hops.find(({ stage }) => stage === 'delivered')?.serviceMs ?? null;
}
