import type { CheckRule, RuleContext } from './check-rule.ts';
import { disablesOf, isInForce, silences } from './disable/workspace-disables.ts';
import type { Finding } from './finding.ts';
import { ALL_RULES } from './rules/all-rules.ts';
import type { Workspace } from './workspace/workspace.ts';

/** What rules found. */
export interface RuleResults {
  /** By file, line, column and rule. */
  readonly findings: readonly Finding[];
  /** How many findings comments have silenced. */
  readonly silenced: number;
}

/** Runs rules over a workspace; `today` (`2026-12-31`) decides which comments still silence. */
export function runRules(workspace: Workspace, rules: readonly CheckRule[], today: string): RuleResults {
  const ranIds = new Set(rules.map(({ id }) => id));
  const before: RuleContext = { today, ruleIds: ALL_RULES.map(({ id }) => id), ranIds, findings: [] };
  const findings = rules
    .filter((rule) => !rule.isLast)
    .flatMap((rule) => findingsOf(rule, workspace, before));
  const after: RuleContext = { ...before, findings };
  const last = rules.filter((rule) => rule.isLast).flatMap((rule) => findingsOf(rule, workspace, after));
  const inForce = Map.groupBy(
    disablesOf(workspace).filter((comment) => isInForce(comment, today)),
    ({ place }) => place.position.file,
  );
  const all = withoutOvershadowed(withoutRepeats([...findings, ...last]));
  const heard = all.filter((finding) => {
    const comments = inForce.get(finding.place.position.file) ?? [];
    return !comments.some((comment) => silences(comment, finding));
  });
  return { findings: heard.toSorted(byPlace), silenced: all.length - heard.length };
}

function findingsOf(rule: CheckRule, workspace: Workspace, context: RuleContext): readonly Finding[] {
  return [...rule.run(workspace, context)].map((finding) => ({
    ...finding,
    ruleId: rule.id,
    severity: finding.severity ?? rule.severity,
    why: finding.why ?? rule.why,
  }));
}

/** An expression used through a YAML alias is one place with one fault. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ ruleId, message, place: { position, excerpt } }) => {
    const key = JSON.stringify([ruleId, message, position, excerpt]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Of a place that an upgrade changes, the rule that knows the version wanted speaks alone. */
function withoutOvershadowed(findings: readonly Finding[]): readonly Finding[] {
  const placeOf = ({ place: { position } }: Finding): string =>
    `${position.line}:${position.column}:${position.file}`;
  const isOfUpgrade = ({ ruleId }: Finding): boolean => ruleId.startsWith('upgrade/');
  const told = new Set(findings.filter(isOfUpgrade).map(placeOf));
  return findings.filter((finding) => isOfUpgrade(finding) || !told.has(placeOf(finding)));
}

function byPlace(a: Finding, b: Finding): number {
  const [first, second] = [a.place.position, b.place.position];
  if (first.file !== second.file) return first.file < second.file ? -1 : 1;
  return first.line - second.line || first.column - second.column || (a.ruleId < b.ruleId ? -1 : 1);
}
