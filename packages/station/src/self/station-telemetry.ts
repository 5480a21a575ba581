import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NotificationRecord, RuleGroupStatus } from '@telltale/alerting';
import { instrument } from '@telltale/sdk';
import type { FastifyPlugin } from '@telltale/sdk';
import type { TargetHealth } from '../contract.ts';
import type { QueryObservation } from '../query/instrumented-query-service.ts';
import { selfDefinition } from './definition.ts';
import { collectQueries, recordQuery } from './query-metrics.ts';
import { collectRules } from './rule-metrics.ts';
import { collectScrapes } from './scrape-metrics.ts';
import type { StoreFigures } from './store-metrics.ts';
import { collectStore } from './store-metrics.ts';

/** What is read at each gathering of the metrics. */
export interface StationFigures {
  readonly store: StoreFigures;
  readonly queryLoad: () => { readonly running: number; readonly waiting: number };
  readonly ruleGroups: () => readonly RuleGroupStatus[];
  readonly targets: () => readonly { readonly health: TargetHealth }[];
}

/** The station's own figures. */
export interface StationTelemetry {
  onQuery(observation: QueryObservation): void;
  onScrape(isSuccess: boolean): void;
  onNotification(record: NotificationRecord): void;
  /** Tells where the figures of the running station are read; called once. */
  collect(figures: StationFigures): void;
  /** Records the requests of a server. */
  readonly httpPlugin: FastifyPlugin;
  /** Answers a request with the metrics page. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  shutdown(): Promise<void>;
}

/** Answered as long as the page is open: no duration that says anything. */
const UNRECORDED_PATHS = ['/api/telltale/events'];

export function createStationTelemetry(): StationTelemetry {
  const t = instrument(selfDefinition, { http: { ignore: UNRECORDED_PATHS } });
  const { metrics } = t;
  return {
    onQuery: (observation) => recordQuery(metrics, observation),
    onScrape: (isSuccess) =>
      metrics.telltale_scrapes_total.inc({ result: isSuccess ? 'success' : 'failure' }),
    onNotification: ({ outcome }) => metrics.telltale_notifications_total.inc({ outcome }),
    collect: ({ store, queryLoad, ruleGroups, targets }) => {
      collectStore(metrics, store);
      collectQueries(metrics, queryLoad);
      collectRules(metrics, ruleGroups);
      collectScrapes(metrics, targets);
    },
    httpPlugin: t.http.fastify,
    answer: t.http.metricsHandler,
    shutdown: () => t.shutdown(),
  };
}
