import type { ResolvedDefinition } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { ruleFilePattern } from '../prometheus/rule-files.ts';
import { layoutOf } from '../layout-of.ts';
import { pinnedAction } from '../versions/known-actions.ts';
import { pinnedImage } from '../versions/known-versions.ts';

/**
 * Generates a workflow for GitHub Actions that keeps a change from breaking the monitoring: `telltale check`
 * with its findings at the lines of the change, the generated files as the definition has them, the
 * program's own tests, and promtool on the rules. Actions are pinned to commits.
 */
export function generateCi(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const workflow: YamlMapping = {
    name: 'monitoring',
    on: { pull_request: {}, push: { branches: ['main'] } },
    permissions: { contents: 'read' },
    concurrency: { group: 'monitoring-${{ github.ref }}', 'cancel-in-progress': true },
    jobs: { check: checkJob(options), ...(definition.rules.length > 0 && { rules: rulesJob(definition) }) },
  };
  return [{ path: layoutOf(definition).ci, text: printYamlDocument(workflow, fileHeader(definition)) }];
}

const CHECKOUT: YamlMapping = {
  uses: pinnedAction('actions/checkout'),
  with: { 'persist-credentials': false },
};

function checkJob({ env, ha, target }: GenerateOptions): YamlMapping {
  const flags = [
    ...(env === undefined ? [] : [`--env ${shellWord(env)}`]),
    ...(ha === true ? ['--ha'] : []),
    ...(target?.prometheus === undefined ? [] : [`--target prometheus=${shellWord(target.prometheus)}`]),
  ];
  return {
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 15,
    steps: [
      CHECKOUT,
      { uses: pinnedAction('actions/setup-node'), with: { 'node-version': 24, cache: 'npm' } },
      { run: 'npm ci' },
      { name: 'No dead alert, no empty panel', run: 'npx telltale check . --github' },
      { name: 'Generated files are up to date', run: ['npx telltale gen all --check', ...flags].join(' ') },
      { name: 'Tests', run: 'npm test --if-present' },
    ],
  };
}

/** Prometheus' own opinion of the rules. */
function rulesJob(definition: ResolvedDefinition): YamlMapping {
  const run = [
    'docker run --rm --volume "$PWD:/monitoring:ro" --workdir /monitoring --entrypoint promtool',
    pinnedImage('prometheus'),
    `check rules ${shellPattern(ruleFilePattern(layoutOf(definition)))}`,
  ];
  return {
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 5,
    steps: [CHECKOUT, { name: 'promtool takes the rules', run: run.join(' ') }],
  };
}

/** A path that the shell replaces by those that fit. */
function shellPattern(path: string): string {
  return path
    .split('*')
    .map((part) => (part === '' ? part : shellWord(part)))
    .join('*');
}

function shellWord(text: string): string {
  return /^[\w./=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
