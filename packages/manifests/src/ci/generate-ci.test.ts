import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { shopWith } from '../../test/logs-shop.ts';
import { generateCi } from './generate-ci.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

const RULES = shopWith({
  rules: [{ kind: 'recording', name: 'a:b', query: 'up', expr: parseExpr('up'), labels: {} }],
});

function stepsOf(job: string, ...args: Parameters<typeof generateCi>): readonly Step[] {
  return parse(generateCi(...args)[0].text).jobs[job].steps;
}

describe('generateCi', () => {
  it('checks, compares the generated files and runs the tests', () => {
    expect(stepsOf('check', RULES).flatMap(({ run }) => run ?? [])).toEqual([
      'npm ci',
      'npx telltale check . --github',
      'npx telltale gen all --check',
      'npm test --if-present',
    ]);
  });

  it('compares with what it was generated for', () => {
    const steps = stepsOf('check', RULES, { env: "it's", ha: true, target: { prometheus: '2.42' } });
    expect(steps.map(({ run }) => run)).toContain(
      `npx telltale gen all --check --env 'it'\\''s' --ha --target prometheus=2.42`,
    );
  });

  it('pins every action to a commit, and may only read', () => {
    const workflow = parse(generateCi(RULES)[0].text);
    const uses = ['check', 'rules'].flatMap((job) => stepsOf(job, RULES)).flatMap((step) => step.uses ?? []);
    expect(uses).toHaveLength(3);
    for (const each of uses) expect(each).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('asks promtool about the rules, by the image of the stack', () => {
    const [, step] = stepsOf('rules', RULES);
    expect(step.run).toMatch(
      /--entrypoint promtool prom\/prometheus:v[\d.]+ check rules prometheus\/rules\/dev-pynode\.yml$/,
    );
  });

  it('without rules there is nothing to ask promtool', () => {
    expect(Object.keys(parse(generateCi(shopWith({}))[0].text).jobs)).toEqual(['check']);
  });
});
