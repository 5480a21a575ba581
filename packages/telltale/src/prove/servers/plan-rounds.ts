import { alertsAtLevels, inhibitorsOf } from '@telltale/alerting';
import type { FaultAlert, SynthesisedSeries } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { MadeUpWorld } from './made-up-world.ts';
import type { NeededSeries, SeriesLevels } from './series-levels.ts';
import { targetKey, targetState } from './series-levels.ts';

/** An alert and the series that make it fire. */
export interface PlannedAlert {
  readonly alertName: string;
  readonly forMs: number;
  readonly series: SynthesisedSeries;
  readonly needed: readonly NeededSeries[];
}

/** Alerts that can fire at the same time without one keeping another from it. */
export interface Round {
  readonly alerts: readonly PlannedAlert[];
  readonly quiet: SeriesLevels;
  readonly firing: SeriesLevels;
}

/** The rounds, and the alerts that fit in none. */
export interface RoundPlan {
  readonly rounds: readonly Round[];
  readonly left: readonly PlannedAlert[];
}

/** Refinements of one round before what is left waits for the next. */
const MAX_REFINEMENTS = 4;

/**
 * Divides alerts into as few rounds as are found: in each, every alert is quiet on the quiet levels and fires on
 * the firing ones, and none that fires hides it. Judged by the product's own engine.
 */
export async function planRounds(
  resolved: ResolvedDefinition,
  world: MadeUpWorld,
  alerts: readonly PlannedAlert[],
): Promise<RoundPlan> {
  const rounds: Round[] = [];
  let left = alerts;
  while (left.length > 0) {
    const round =
      (await findRound(resolved, world, left, alerts)) ?? (await findSingle(resolved, world, left));
    if (round === undefined) break;
    rounds.push(round);
    left = left.filter((alert) => !round.alerts.includes(alert));
  }
  return { rounds, left };
}

/** As many of the waiting alerts as go together, while the series of all others are well. */
async function findRound(
  resolved: ResolvedDefinition,
  world: MadeUpWorld,
  waiting: readonly PlannedAlert[],
  all: readonly PlannedAlert[],
): Promise<Round | undefined> {
  let candidates = waiting;
  for (let i = 0; i < MAX_REFINEMENTS && candidates.length > 0; i++) {
    const round = roundOf(withoutConflicts(candidates), all);
    const sound = await soundAlerts(resolved, world, round);
    if (sound.length === round.alerts.length) return round;
    candidates = sound;
  }
  return undefined;
}

/** The first alert that fires alone, with nothing else in the world. */
async function findSingle(
  resolved: ResolvedDefinition,
  world: MadeUpWorld,
  waiting: readonly PlannedAlert[],
): Promise<Round | undefined> {
  for (const alert of waiting) {
    const round = roundOf([alert], [alert]);
    if ((await soundAlerts(resolved, world, round)).length > 0) return round;
  }
  return undefined;
}

/** Alerts that ask the same of the series that they share, and of the targets that these come from. */
function withoutConflicts(alerts: readonly PlannedAlert[]): readonly PlannedAlert[] {
  const claimed = new Map<string, string>();
  return alerts.filter(({ needed }) => {
    const claims = needed.flatMap(claimsOf);
    if (claims.some(([key, claim]) => (claimed.get(key) ?? claim) !== claim)) return false;
    for (const [key, claim] of claims) claimed.set(key, claim);
    return true;
  });
}

/** What a series must do, and whether its target must answer during the fault. */
function claimsOf({ key, source, quiet, firing }: NeededSeries): readonly (readonly [string, string])[] {
  const state = source.name === 'up' ? targetState(firing) : 'answers';
  return [
    [key, JSON.stringify([quiet, firing])],
    [`target ${targetKey(source.labels)}`, state],
  ];
}

/** Levels of a round: its own alerts come before those that only have to be quiet. */
function roundOf(alerts: readonly PlannedAlert[], all: readonly PlannedAlert[]): Round {
  const quiet = new Map(all.flatMap(({ needed }) => needed.map((one) => [one.key, one.quiet] as const)));
  const own = alerts.flatMap(({ needed }) => needed);
  for (const one of own) quiet.set(one.key, one.quiet);
  const firing = new Map(quiet);
  for (const one of own) firing.set(one.key, one.firing);
  return { alerts, quiet, firing };
}

async function soundAlerts(
  resolved: ResolvedDefinition,
  world: MadeUpWorld,
  { alerts, quiet, firing }: Round,
): Promise<readonly PlannedAlert[]> {
  const at = (levels: SeriesLevels): Promise<readonly FaultAlert[]> => {
    const assignment = world.assignment(levels);
    const series = {
      sources: world.sources,
      quiet: assignment,
      firing: assignment,
      intervalMs: Math.min(...alerts.map(({ series: own }) => own.intervalMs)),
      searchIntervalMs: Math.min(...alerts.map(({ series: own }) => own.searchIntervalMs)),
      windowMs: Math.max(...alerts.map(({ series: own }) => own.windowMs)),
      tried: 0,
    };
    return alertsAtLevels(resolved, series, assignment, Date.now());
  };
  const before = await at(quiet);
  const during = await at(firing);
  return alerts.filter(({ alertName }) => {
    if (before.some((alert) => alert.alertName === alertName)) return false;
    const own = during.filter((alert) => alert.alertName === alertName);
    return own.some((alert) => inhibitorsOf(alert, during, resolved).length === 0);
  });
}
