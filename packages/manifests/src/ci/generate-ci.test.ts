import { usualLayout } from '@telltale/definition';
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

const GITLAB = { ...RULES, layout: { ...usualLayout('dev-pynode'), ci: '.gitlab-ci.yml' } };

describe('generateCi', () => {
  it('checks, compares the generated files and runs the tests', () => {
    expect(stepsOf('check', RULES).flatMap(({ run }) => run ?? [])).toEqual([
      'npm ci',
      'npx telltale check . --github',
      'npx telltale test',
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
    const uses = ['check', 'rules', 'smoke']
      .flatMap((job) => stepsOf(job, RULES))
      .flatMap((step) => step.uses ?? []);
    expect(uses).toHaveLength(6);
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
    expect(Object.keys(parse(generateCi(shopWith({}))[0].text).jobs)).toEqual(['check', 'smoke']);
  });

  it('tries the station that the repository names after a deployment', () => {
    const { jobs } = parse(generateCi(RULES)[0].text);
    expect(jobs.smoke).toMatchObject({
      if: "${{ github.event_name != 'pull_request' && vars.TELLTALE_URL != '' }}",
      needs: 'check',
      env: { TELLTALE_URL: '${{ vars.TELLTALE_URL }}' },
    });
    expect(stepsOf('smoke', RULES, { env: 'prod' }).flatMap(({ run }) => run ?? [])).toEqual([
      'npm ci',
      'npx telltale smoke --ci --wait 60s --url "$TELLTALE_URL" --env prod',
    ]);
  });

  it('is a pipeline of GitLab where the layout has a path of it', () => {
    const [{ path, text }] = generateCi(GITLAB);
    expect(path).toBe('.gitlab-ci.yml');
    const pipeline = parse(text);
    expect(Object.keys(pipeline)).toEqual([
      '.telltale',
      'telltale-check',
      'telltale-rules',
      'telltale-smoke',
    ]);
    expect(pipeline['telltale-check'].script).toEqual([
      'npx telltale check .',
      'npx telltale test',
      'npx telltale gen all --check',
      'npm test --if-present',
    ]);
    expect(pipeline['telltale-smoke']).toMatchObject({
      script: ['npx telltale smoke --ci --wait 60s --url "$TELLTALE_URL"'],
      artifacts: { when: 'always', reports: { junit: 'telltale-smoke.xml' } },
    });
  });

  it.each(['.gitlab/ci/monitoring.yml', 'ops/shop.gitlab-ci.yml'])('%s is a path of GitLab', (ci) => {
    const [{ text }] = generateCi({ ...RULES, layout: { ...usualLayout('dev-pynode'), ci } });
    expect(parse(text)).toHaveProperty('telltale-check');
  });

  it.each(['.github/workflows/gitlab.yml', 'ci/monitoring.yml'])('%s is none', (ci) => {
    const [{ text }] = generateCi({ ...RULES, layout: { ...usualLayout('dev-pynode'), ci } });
    expect(parse(text)).toHaveProperty('jobs.check');
  });
});
