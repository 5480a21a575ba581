import type { AlertTransition, RuleGroupStatus } from '@telltale/alerting';
import type { TargetView } from '../contract.ts';
import type { ScrapedTarget } from '../dashboards/generated.ts';
import type { StationParts } from '../station-parts.ts';

/** What pages show of the engine that scrapes and evaluates: the station, or the server that it reads from. */
export interface ShownEngine {
  readonly targets: () => Promise<readonly TargetView[]>;
  /** What each job says of its metrics. */
  readonly families: () => Promise<readonly ScrapedTarget[]>;
  readonly ruleGroups: () => Promise<readonly RuleGroupStatus[]>;
  /** The newest state changes of an alert; another server does not tell its own. */
  readonly history: (alertName: string) => readonly AlertTransition[];
  /** Those of all alerts that are kept, oldest first. */
  readonly allHistory: () => Promise<readonly AlertTransition[]>;
}

/** The engine of a station. */
export function createShownEngine({ remote, scrapes, alerting }: StationParts): ShownEngine {
  const { rules } = alerting;
  if (remote) {
    return {
      targets: () => remote.targets(),
      families: () => remote.families(),
      ruleGroups: () => remote.ruleGroups(),
      history: () => [],
      allHistory: async () => [],
    };
  }
  return {
    targets: async () => scrapes.targets(),
    families: async () =>
      scrapes.scraped().map(({ target, metadata }) => ({
        job: target.job,
        intervalMs: target.intervalMs,
        families: metadata.all(),
      })),
    ruleGroups: async () => rules.groups(),
    history: (alertName) => rules.history(alertName),
    allHistory: () => rules.allHistory(),
  };
}
