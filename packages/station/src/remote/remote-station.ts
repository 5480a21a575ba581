import type { RuleGroupStatus } from '@telltale/alerting';
import { TelltaleError } from '@telltale/model';
import type { Clock } from '@telltale/model';
import type { RemoteView, TargetView } from '../contract.ts';
import type { ScrapedTarget } from '../dashboards/generated.ts';
import type { StationJob } from '../feature.ts';
import type { RemoteServer } from '../query/remote/server/remote-server.ts';
import { createRemoteQueryService } from '../query/remote/remote-query-service.ts';
import { missingAlerts } from './missing-alerts.ts';
import { readFamilies } from './read-families.ts';
import { readRuleGroups } from './read-rule-groups.ts';
import { readTargets } from './read-targets.ts';
import { watchRemote } from './remote-watch.ts';

/** Pages wait for these answers. */
const TIMEOUT_MS = 30_000;

/** What pages show of the server that is read from, in place of what the station has itself. */
export interface RemoteStation {
  readonly server: RemoteServer;
  /** How it goes with it. */
  view(): RemoteView;
  /** The rules that it evaluates; none where it has none. */
  ruleGroups(): Promise<readonly RuleGroupStatus[]>;
  /** What it scrapes; none where it does not scrape. */
  targets(): Promise<readonly TargetView[]>;
  /** What its targets say of their metrics; none where it does not know, or does not answer. */
  families(): Promise<readonly ScrapedTarget[]>;
  /** Asks from time to time whether it is there. */
  readonly watch: StationJob;
}

/** What {@link createRemoteStation} takes. */
export interface RemoteStationOptions {
  readonly server: RemoteServer;
  /** Whether the station scrapes nevertheless, to send it on. */
  readonly scrapes: boolean;
  /** Alerts that somebody is to evaluate. */
  readonly alertNames: readonly string[];
  readonly clock: Clock;
  readonly log?: ((line: string) => void) | undefined;
}

/** Asks the server only when it is asked itself, but for its state. */
export function createRemoteStation(options: RemoteStationOptions): RemoteStation {
  const { server, scrapes, alertNames, clock, log = () => undefined } = options;
  const query = createRemoteQueryService(server, TIMEOUT_MS);
  const ask = async (path: string, parameters?: Readonly<Record<string, string>>): Promise<unknown> => {
    const question = { path, timeoutMs: TIMEOUT_MS };
    const answer = await server.ask({ ...question, parameters: new URLSearchParams(parameters) });
    return answer.data;
  };
  const targets = async (): Promise<readonly TargetView[]> => {
    const data = await unlessMissing(() => ask('targets', { state: 'active' }));
    const { value } = await query.instant('scrape_samples_scraped', Date.now());
    const samples = new Map(
      (value.type === 'vector' ? value.samples : []).map((one) => [
        placeOf(one.labels.toObject()),
        one.value,
      ]),
    );
    return readTargets(data, (labels) => samples.get(placeOf(labels)) ?? 0);
  };
  const ruleGroups = async () => readRuleGroups(await unlessMissing(() => ask('rules')));
  const tellMissingAlerts = async (): Promise<void> => {
    const line = missingAlerts(alertNames, await ruleGroups(), server.host);
    if (line !== undefined) log(line);
  };
  return {
    server,
    view: () => {
      const { host, isUp = null, failingSinceMs = null, lastError } = server.figures();
      return { host, isUp, failingSinceMs, lastError, scrapes };
    },
    ruleGroups,
    targets,
    families: async () => {
      try {
        return readFamilies(await unlessMissing(() => ask('targets/metadata')), await targets());
      } catch {
        // Dashboards of the definition can be shown all the same.
        return [];
      }
    },
    watch: watchRemote({ server, clock, log, onUp: tellMissingAlerts }),
  };
}

function placeOf({ job = '', instance = '' }: TargetView['labels']): string {
  return JSON.stringify([job, instance]);
}

/** Not every server evaluates rules or scrapes. */
async function unlessMissing(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TelltaleError && error.code === 'TT_REMOTE_MISSING') return undefined;
    throw error;
  }
}
