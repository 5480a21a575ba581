import type { YamlMapping } from '@telltale/formats';
import { pinnedAction } from '../versions/known-actions.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import { SMOKE_JUNIT } from './ci-commands.ts';
import type { CiCommands } from './ci-commands.ts';

const RUNNER = 'ubuntu-24.04';
const CHECKOUT: YamlMapping = {
  uses: pinnedAction('actions/checkout'),
  with: { 'persist-credentials': false },
};

/** A workflow for GitHub Actions. Actions are pinned to commits; findings stand at the lines of the change. */
export function githubWorkflow(commands: CiCommands): YamlMapping {
  const { promtool } = commands;
  return {
    name: 'monitoring',
    on: { pull_request: {}, push: { branches: ['main'] }, workflow_dispatch: {} },
    permissions: { contents: 'read' },
    concurrency: { group: 'monitoring-${{ github.ref }}', 'cancel-in-progress': true },
    jobs: {
      check: checkJob(commands),
      ...(promtool !== undefined && { rules: rulesJob(promtool) }),
      smoke: smokeJob(commands),
    },
  };
}

function setup({ install }: CiCommands): readonly YamlMapping[] {
  return [
    CHECKOUT,
    { uses: pinnedAction('actions/setup-node'), with: { 'node-version': 24, cache: 'npm' } },
    { run: install },
  ];
}

function checkJob(commands: CiCommands): YamlMapping {
  const { check, compareFiles, testAlerts, testProgram } = commands;
  return {
    'runs-on': RUNNER,
    'timeout-minutes': 15,
    steps: [
      ...setup(commands),
      { name: 'No dead alert, no empty panel', run: `${check} --github` },
      { name: 'Alerts fire when they should', run: testAlerts },
      { name: 'Generated files are up to date', run: compareFiles },
      { name: 'Tests', run: testProgram },
    ],
  };
}

function rulesJob(promtool: string): YamlMapping {
  const [program, ...words] = promtool.split(' ');
  const run = [
    `docker run --rm --volume "$PWD:/monitoring:ro" --workdir /monitoring --entrypoint ${program}`,
    pinnedImage('prometheus'),
    words.join(' '),
  ];
  return {
    'runs-on': RUNNER,
    'timeout-minutes': 5,
    steps: [CHECKOUT, { name: 'promtool takes the rules', run: run.join(' ') }],
  };
}

/** Where the variable of the repository says which station watches what was deployed. */
function smokeJob(commands: CiCommands): YamlMapping {
  return {
    if: "${{ github.event_name != 'pull_request' && vars.TELLTALE_URL != '' }}",
    needs: 'check',
    'runs-on': RUNNER,
    'timeout-minutes': 10,
    env: { TELLTALE_URL: '${{ vars.TELLTALE_URL }}' },
    steps: [
      ...setup(commands),
      { name: 'Every part of the monitoring works', run: commands.smoke },
      {
        if: '${{ always() }}',
        uses: pinnedAction('actions/upload-artifact'),
        with: { name: 'telltale-smoke', path: SMOKE_JUNIT },
      },
    ],
  };
}
