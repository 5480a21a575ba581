import type { ResolvedDefinition } from '@telltale/definition';
import { describe, expect, it } from 'vitest';
import type { ExampleInput } from '../check-rule.ts';
import { checkWorkspace } from '../check-workspace.ts';
import { createInputCollector } from '../workspace/input-collector.ts';
import { ALL_RULES } from './all-rules.ts';
import { exampleReceivers } from './example-receivers.ts';

/** What an example leaves out of its definition. */
const REST: ResolvedDefinition = {
  service: 'shop',
  owner: 'team-shop',
  metrics: [],
  targets: [],
  evaluationIntervalMs: 15_000,
  receivers: [],
  route: { ...exampleReceivers({ defined: [], routed: ['none'] }).route! },
  rules: [],
  dashboards: [],
  queries: [],
  station: {},
};

function faultsOf({ files = {}, definition }: ExampleInput): readonly string[] {
  const collector = createInputCollector();
  for (const [name, text] of Object.entries(files)) {
    if (name === 'prometheus.yml') collector.addPrometheusConfig(name, text);
    else if (name.endsWith('.yml')) collector.addRuleFile(name, text);
    else collector.addProgram(text);
  }
  if (definition) {
    const receivers = definition.route ? {} : exampleReceivers({ defined: ['team'], routed: ['team'] });
    collector.addDefinition({ ...REST, ...receivers, ...definition }, '');
  }
  return checkWorkspace(collector.workspace()).findings.map(({ ruleId }) => ruleId);
}

describe.each(ALL_RULES)('$id', (rule) => {
  it('has examples', () => expect(rule.examples.length).toBeGreaterThan(0));

  it.each(rule.examples)('reports the wrong example and nothing else of it', ({ wrong }) => {
    expect(faultsOf(wrong)).toEqual([rule.id]);
  });

  it.each(rule.examples)('reports nothing of the right example', ({ right }) => {
    expect(faultsOf(right)).toEqual([]);
  });
});

describe('the rules together', () => {
  it('have ids of the form area/name, each once, and a line that says why', () => {
    const ids = ALL_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, why } of ALL_RULES) {
      expect(id).toMatch(/^[a-z]+\/[a-z-]+$/);
      expect(why).toMatch(/^[^\n]+\.$/);
    }
  });
});
