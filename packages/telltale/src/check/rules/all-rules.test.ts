import { describe, expect, it } from 'vitest';
import type { CheckRule, ExampleInput } from '../check-rule.ts';
import { checkWorkspace } from '../check-workspace.ts';
import { ALL_RULES } from './all-rules.ts';
import { exampleWorkspace } from './examples/example-workspace.ts';
import { rulesOfPreset } from './rules-of-preset.ts';

/** What the preset `recommended` and the rule itself find in an example. */
function faultsOf(rule: CheckRule, example: ExampleInput): readonly string[] {
  const rules = [...new Set([...rulesOfPreset('recommended'), rule])];
  const { findings } = checkWorkspace(exampleWorkspace(example), { rules });
  return findings.map(({ ruleId }) => ruleId);
}

describe.each(ALL_RULES)('$id', (rule) => {
  it('has examples', () => expect(rule.examples.length).toBeGreaterThan(0));

  it.each(rule.examples)('reports the wrong example and nothing else of it', ({ wrong }) => {
    expect(faultsOf(rule, wrong)).toEqual([rule.id]);
  });

  it.each(rule.examples)('reports nothing of the right example', ({ right }) => {
    expect(faultsOf(rule, right)).toEqual([]);
  });
});

describe('the rules together', () => {
  it('have ids of the form area/name, each once, and a line that says why', () => {
    const ids = ALL_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, why } of ALL_RULES) {
      expect(id).toMatch(/^[a-z][a-z0-9]*\/[a-z0-9-]+$/);
      expect(why).toMatch(/^[^\n]+\.$/);
    }
  });
});
