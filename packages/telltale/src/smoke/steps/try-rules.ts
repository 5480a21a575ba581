import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { skipped } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import { fixOf } from '../../doctor/words.ts';
import { compareEntries } from '../../drift/compare-entries.ts';
import type { DriftEntry, DriftFinding } from '../../drift/drift-entry.ts';
import { definedGroups, definedRules } from '../../drift/rules/defined-rules.ts';
import { liveRules, ruleStates } from '../../drift/rules/live-rules.ts';
import type { RuleState } from '../../drift/rules/live-rules.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

/** Whether the server has every rule of the definition as it is written, and can evaluate it. */
export async function tryRules({ definition, patient }: SmokeRound): Promise<StepFinding> {
  const defined = definedRules(definition);
  if (defined.length === 0) return skipped('the definition has no rules');
  const data = await patient.prometheus.read('rules');
  const groups = definedGroups(definition);
  const findings = compareEntries(defined, liveRules(data, groups), {
    area: 'rules',
    server: patient.server,
    fix: { missing: '', changed: '', extra: '' },
  });
  const byTitle = Map.groupBy(findings, ({ title }) => title);
  const states = ruleStates(data, groups);
  const details = defined.map((rule) => ruleDetail(rule, byTitle.get(rule.title)?.[0], states.get(rule.key)));
  const isDifferent = findings.some(({ kind }) => kind !== 'extra');
  return verdictOf(
    details,
    `${plural(defined.length, 'rule')} as defined, evaluated without an error`,
    isDifferent
      ? fixOf(
          'Give the server the rules of the definition: reload the station; for a Prometheus write them again and reload it.',
          'npx telltale gen prometheus',
        )
      : fixOf('Correct the expression; telltale check finds the place:', 'npx telltale check'),
  );
}

function ruleDetail(
  { title }: DriftEntry,
  finding: DriftFinding | undefined,
  state: RuleState | undefined,
): DoctorDetail {
  if (finding?.kind === 'missing') return { title, outcome: 'failed', seen: 'the server does not have it' };
  if (finding) {
    const fields = finding.fields.map(
      ({ name, defined, live }) => `${name} is ${live || 'nothing'}, and ${defined || 'nothing'} is defined`,
    );
    return { title, outcome: 'failed', seen: fields.join('; ') };
  }
  if (state?.health === 'err') {
    return { title, outcome: 'failed', seen: `it cannot be evaluated: ${state.error}` };
  }
  if (state?.health !== 'ok') return { title, outcome: 'failed', seen: 'not evaluated yet' };
  return { title, outcome: 'ok', seen: 'as defined, and evaluated' };
}
