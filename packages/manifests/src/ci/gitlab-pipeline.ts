import type { YamlMapping } from '@telltale/formats';
import { pinnedImage } from '../versions/known-versions.ts';
import { SMOKE_JUNIT } from './ci-commands.ts';
import type { CiCommands } from './ci-commands.ts';

const NODE = 'node:24';

/** A pipeline for GitLab, to be the project's own or to be included by it. */
export function gitlabPipeline(commands: CiCommands): YamlMapping {
  const { install, check, testAlerts, compareFiles, testProgram, promtool, smoke } = commands;
  return {
    '.telltale': {
      image: NODE,
      cache: { key: { files: ['package-lock.json'] }, paths: ['.npm/'] },
      variables: { npm_config_cache: '$CI_PROJECT_DIR/.npm' },
      before_script: [install],
    },
    'telltale-check': {
      extends: '.telltale',
      stage: 'test',
      script: [check, testAlerts, compareFiles, testProgram],
    },
    ...(promtool !== undefined && {
      'telltale-rules': {
        stage: 'test',
        image: { name: pinnedImage('prometheus'), entrypoint: [''] },
        script: [promtool],
      },
    }),
    'telltale-smoke': {
      extends: '.telltale',
      stage: '.post',
      // Where a variable of the project says which station watches what was deployed.
      rules: [{ if: '$TELLTALE_URL && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }],
      script: [smoke],
      artifacts: { when: 'always', reports: { junit: SMOKE_JUNIT } },
    },
  };
}
