import type { ResolvedDefinition } from '@telltale/definition';
import {
  aiApp,
  defineMonitoring,
  framework,
  migration,
  pipeline,
  resolveDefinition,
  webapp,
} from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';
import { printExpr } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../check-workspace.ts';
import type { Finding } from '../finding.ts';
import { ALL_RULES } from '../rules/all-rules.ts';
import { exampleWorkspace } from '../rules/examples/example-workspace.ts';
import { rulesOfPreset } from '../rules/rules-of-preset.ts';
import { RULE_MUTATIONS } from './rule-mutation.ts';
import type { RuleMutation } from './rule-mutation.ts';

const DEFINITIONS = [
  defineMonitoring({ service: 'altium-kicad', preset: migration() }),
  defineMonitoring({ service: 'pipeline', preset: pipeline() }),
  defineMonitoring({ service: 'pybase', preset: webapp() }),
  defineMonitoring({ service: 'shop', preset: framework() }),
  defineMonitoring({ service: 'dev-pynode', preset: aiApp() }),
].map((definition) => resolveDefinition(definition, { parse: parseExpr }));
const LEAST_RECALL = 0.9;
const RULE_AREAS = /^(?:promql|counter|rate|quantile|alert|rule)\//;

/** An alert as a rule file has it, with the name that it has there. */
interface WrittenAlert {
  readonly name: string;
  readonly expr: string;
  readonly summary: string;
}

function alertsOf({ rules }: ResolvedDefinition): readonly WrittenAlert[] {
  const alerts = rules.filter((rule): rule is AlertingRule => rule.kind === 'alerting');
  return alerts.map(({ expr, annotations }, index) => ({
    name: `A${index}`,
    expr: printExpr(expr),
    summary: annotations.summary ?? '',
  }));
}

function ruleFile(alerts: readonly WrittenAlert[]): string {
  const lines = alerts.map(
    ({ name, expr, summary }) =>
      `      - alert: ${name}\n        expr: ${JSON.stringify(expr)}\n        annotations:\n          summary: ${JSON.stringify(summary)}\n`,
  );
  return `groups:\n  - name: mutants\n    rules:\n${lines.join('')}`;
}

/** What is found in alerts of a rule file beside a definition that declares the metrics and nothing else. */
function check(
  definition: ResolvedDefinition,
  alerts: readonly WrittenAlert[],
  ids: (id: string) => boolean,
): readonly Finding[] {
  const files = { 'rules.yml': ruleFile(alerts) };
  const recordings = definition.rules.filter(({ kind }) => kind === 'recording');
  const declared = { ...definition, rules: recordings, dashboards: [], queries: [], slos: [] };
  const rules = ALL_RULES.filter(({ id }) => ids(id));
  const { findings } = checkWorkspace(exampleWorkspace({ files, definition: declared }), { rules });
  return findings.filter(({ place }) => place.position.file === 'rules.yml');
}

/** The alerts in which the mistake can be made, with it and whether it is noticed. */
function outcomesOf(mutation: RuleMutation): readonly { readonly text: string; readonly isFound: boolean }[] {
  return DEFINITIONS.flatMap((definition) => {
    const mutants = alertsOf(definition).flatMap((alert) => {
      const text = mutation.mutate(alert[mutation.of]);
      return text === alert[mutation.of] ? [] : [{ ...alert, [mutation.of]: text }];
    });
    const findings = check(definition, mutants, (id) => mutation.foundBy.includes(id));
    const found = new Set(findings.map(({ place }) => place.subject));
    return mutants.map((mutant) => ({
      text: mutant[mutation.of],
      isFound: found.has(`alert ${mutant.name}`),
    }));
  });
}

describe('mistakes in the rules of the presets', () => {
  const recommended = new Set(rulesOfPreset('recommended').map(({ id }) => id));

  it.each(DEFINITIONS.map((definition) => [definition.service, definition] as const))(
    'there are none in those of %s as they are',
    (_, definition) => {
      const findings = check(
        definition,
        alertsOf(definition),
        (id) => recommended.has(id) && RULE_AREAS.test(id),
      );
      expect(findings.map(({ ruleId, message, place }) => `${place.subject} ${ruleId} ${message}`)).toEqual(
        [],
      );
    },
  );

  it.each(RULE_MUTATIONS.map((mutation) => [mutation.kind, mutation] as const))(
    'is noticed: %s',
    (_, mutation) => {
      const outcomes = outcomesOf(mutation);
      const missed = outcomes.filter(({ isFound }) => !isFound).map(({ text }) => text);
      expect(outcomes.length).toBeGreaterThan(0);
      expect({ missed, isEnough: 1 - missed.length / outcomes.length >= LEAST_RECALL }).toMatchObject({
        isEnough: true,
      });
    },
  );
});
