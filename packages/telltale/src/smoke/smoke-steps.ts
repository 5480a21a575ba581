import { TelltaleError } from '@telltale/model';
import type { StepFinding } from '../doctor/ladder.ts';
import { serverStep } from '../doctor/server-step.ts';
import type { SmokeRound } from './facts/smoke-round.ts';
import { tryAlertPath } from './steps/alert-path/try-alert-path.ts';
import { tryBacking } from './steps/try-backing.ts';
import { tryGrafana } from './steps/try-grafana.ts';
import { tryHealth } from './steps/try-health.ts';
import { tryMetrics } from './steps/try-metrics.ts';
import { tryPanels } from './steps/try-panels.ts';
import { tryRules } from './steps/try-rules.ts';
import { tryLogs, tryTraces } from './steps/try-signals.ts';
import { tryStorage } from './steps/try-storage.ts';
import { tryTargets } from './steps/try-targets.ts';

/** One part of the monitoring, tried for real. */
export interface SmokeStep {
  readonly id: string;
  /** What holds when all is well. */
  readonly title: string;
  /** What is asked, for the report. */
  readonly asks: (round: SmokeRound) => string;
  /** Steps without which this one would say nothing. */
  readonly needs: readonly string[];
  readonly try: (round: SmokeRound) => Promise<StepFinding>;
}

const NEEDS_SERVER = ['server'];

/** Everything that is tried, in the order in which things depend on one another. */
export const SMOKE_STEPS: readonly SmokeStep[] = [
  {
    id: 'server',
    title: 'The server runs and answers',
    asks: ({ server }) => `GET ${server}/-/ready`,
    needs: [],
    try: ({ patient }) => serverStep(patient).try(),
  },
  {
    id: 'targets',
    title: 'Targets are up',
    asks: ({ server }) => `GET ${server}/api/v1/targets`,
    needs: NEEDS_SERVER,
    try: tryTargets,
  },
  {
    id: 'metrics',
    title: 'Every declared metric is collected',
    asks: ({ server }) => `series of the jobs of the definition at ${server}, and pages of targets`,
    needs: NEEDS_SERVER,
    try: tryMetrics,
  },
  {
    id: 'rules',
    title: 'Rules are loaded and healthy',
    asks: ({ server }) => `GET ${server}/api/v1/rules`,
    needs: NEEDS_SERVER,
    try: tryRules,
  },
  {
    id: 'alert-path',
    title: 'An alert reaches people',
    asks: ({ alertmanager, server, deliver }) =>
      `routes of ${alertmanager ?? server}, and a test alert to ${deliver ? 'its receivers' : 'sinks of this machine'}`,
    needs: NEEDS_SERVER,
    try: tryAlertPath,
  },
  {
    id: 'panels',
    title: 'No panel is empty',
    asks: ({ server }) => `the queries of the dashboards at ${server}, over the last 5 minutes`,
    needs: NEEDS_SERVER,
    try: tryPanels,
  },
  {
    id: 'grafana',
    title: 'Grafana shows it',
    asks: ({ grafana }) => `sources and dashboards of ${grafana?.address ?? 'no Grafana'}`,
    needs: [],
    try: tryGrafana,
  },
  {
    id: 'logs',
    title: 'Logs arrive',
    asks: ({ server }) => `the newest log records at ${server}`,
    needs: NEEDS_SERVER,
    try: tryLogs,
  },
  {
    id: 'traces',
    title: 'Traces arrive',
    asks: ({ server }) => `the newest traces at ${server}`,
    needs: NEEDS_SERVER,
    try: tryTraces,
  },
  {
    id: 'health',
    title: 'Services are healthy',
    asks: () => 'the pages of health of the services of the definition',
    needs: [],
    try: tryHealth,
  },
  {
    id: 'backing',
    title: 'What they stand on is there',
    asks: ({ server }) => `checks on the pages of health; pg_up, redis_up, probe_success at ${server}`,
    needs: [],
    try: tryBacking,
  },
  {
    id: 'storage',
    title: 'There is room for data',
    asks: ({ server }) => `GET ${server}/api/telltale/capacity`,
    needs: NEEDS_SERVER,
    try: tryStorage,
  },
];

/** Which steps are to be tried, as it is written: names, or several of them with commas between. */
export interface StepChoice {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/**
 * The steps that are meant; the server always, as most others ask it.
 *
 * @throws TelltaleError TT_USAGE for a name that no step has, or where none is left
 */
export function chosenSteps({ only, skip = [] }: StepChoice): readonly SmokeStep[] {
  const wanted = only && new Set(namesOf('--only', only));
  const left = new Set(namesOf('--skip', skip));
  const chosen = SMOKE_STEPS.filter(({ id }) => (wanted === undefined || wanted.has(id)) && !left.has(id));
  if (chosen.length === 0) throw new TelltaleError('TT_USAGE', '--only and --skip leave no step to try');
  const needed = new Set(chosen.flatMap(({ id, needs }) => [id, ...needs]));
  return SMOKE_STEPS.filter(({ id }) => needed.has(id));
}

function namesOf(option: string, texts: readonly string[]): readonly string[] {
  const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
  const unknown = names.find((name) => !SMOKE_STEPS.some(({ id }) => id === name));
  if (unknown === undefined) return names;
  throw new TelltaleError('TT_USAGE', `${option}: there is no step "${unknown}"`, {
    fix: `Steps: ${SMOKE_STEPS.map(({ id }) => id).join(', ')}.`,
  });
}
