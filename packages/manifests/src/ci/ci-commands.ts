import type { ResolvedDefinition } from '@telltale/definition';
import type { GenerateOptions } from '../generate-options.ts';
import { layoutOf } from '../layout-of.ts';
import { ruleFilePattern } from '../prometheus/rule-files.ts';
import { shellPattern, shellWord } from './shell-word.ts';

/** What keeps a change from breaking the monitoring, whoever runs it. */
export interface CiCommands {
  readonly install: string;
  /** Without how findings are told. */
  readonly check: string;
  /** Rule tests; of alerts that have none, made up from the definition. */
  readonly testAlerts: string;
  readonly compareFiles: string;
  readonly testProgram: string;
  /** Prometheus' own opinion of the rules; absent where there are none. */
  readonly promtool?: string;
  /** After a deployment, for a station at `$TELLTALE_URL`. */
  readonly smoke: string;
}

/** Where the smoke test writes for CI servers. */
export const SMOKE_JUNIT = 'telltale-smoke.xml';

/** The commands for a definition. */
export function ciCommands(definition: ResolvedDefinition, options: GenerateOptions): CiCommands {
  const { env, ha, target } = options;
  const environment = env === undefined ? [] : [`--env ${shellWord(env)}`];
  const flags = [
    ...environment,
    ...(ha === true ? ['--ha'] : []),
    ...(target?.prometheus === undefined ? [] : [`--target prometheus=${shellWord(target.prometheus)}`]),
  ];
  return {
    install: 'npm ci',
    check: 'npx telltale check .',
    testAlerts: ['npx telltale test', ...environment].join(' '),
    compareFiles: ['npx telltale gen all --check', ...flags].join(' '),
    testProgram: 'npm test --if-present',
    ...(definition.rules.length > 0 && {
      promtool: `promtool check rules ${shellPattern(ruleFilePattern(layoutOf(definition)))}`,
    }),
    smoke: ['npx telltale smoke --ci --wait 60s --url "$TELLTALE_URL"', ...environment].join(' '),
  };
}
