import type { CheckRule } from '../../check-rule.ts';
import { exampleDefinition } from '../examples/example-definition.ts';

/** Services whose users nobody watches. */
export const alertSymptomCoverage: CheckRule = {
  id: 'alert/symptom-coverage',
  severity: 'info',
  preset: 'strict',
  why: 'Causes are many, symptoms few: without an alert on errors, time or being down, users tell you first.',
  doc: 'A definition with alerts of which none is about being down, errors or latency, by names and queries.',
  examples: [
    {
      wrong: { definition: exampleDefinition('rate(shop_requests_total[5m]) > 1000') },
      right: {
        definition: exampleDefinition('rate(shop_requests_total{status_code=~"5.."}[5m]) > 1'),
      },
    },
  ],
  *run({ definitions, rules }) {
    for (const { resolved } of definitions) {
      const own = rules.filter(({ kind, origin, group }) => {
        return kind === 'alerting' && origin === 'definition' && group.name === resolved.service;
      });
      const isCovered = own.some(({ name, query }) =>
        /error|fail|5\.\.|5xx|latency|slow|duration_seconds|burn|down|\bup\b/i.test(`${name} ${query.text}`),
      );
      if (own.length === 0 || isCovered) continue;
      const message = `no alert of ${resolved.service} is about errors, time to answer or being down`;
      yield { place: own[0].placeOf('name'), message, fix: 'add an SLO, or an alert on the ratio of errors' };
    }
  },
};
