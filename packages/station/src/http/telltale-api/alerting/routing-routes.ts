import { explainRoutes, inhibitedPairs } from '@telltale/alerting';
import type { ExplainedRoute, KnownAlert, Notifier } from '@telltale/alerting';
import { LabelSet, printMatcher } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type {
  InhibitionView,
  InhibitionsResponse,
  RouteRequest,
  RouteResponse,
  RouteStep,
} from '../../../contract.ts';
import { checkedBody } from '../../checked-body.ts';
import { registerRead } from '../../read-route.ts';
import { permit } from '../../../sign-in/permit.ts';

const ROUTE_SCHEMA = {
  type: 'object',
  required: ['labels'],
  properties: { labels: { type: 'object', additionalProperties: { type: 'string' } } },
} as const;
/** Of one inhibition; more is a storm, and nobody reads it pair by pair. */
const MAX_PAIRS = 200;

/**
 * `POST /api/telltale/route` tells where an alert would go and what would mute it; `GET /api/telltale/inhibitions`
 * which alerts mute which.
 */
export function registerRouting(server: FastifyInstance, notifier: Notifier, now: () => number): void {
  server.post<{ Body: RouteRequest }>(
    '/api/telltale/route',
    { ...checkedBody(ROUTE_SCHEMA), ...permit('view') },
    async ({ body }): Promise<RouteResponse> => routeOf(LabelSet.of(body.labels), notifier, now()),
  );
  registerRead(server, '/api/telltale/inhibitions', async (): Promise<InhibitionsResponse> => {
    const alerts = notifier.alerts().map(({ update }) => update.labels);
    const { inhibitions = [] } = notifier.configuration;
    return {
      inhibitions: inhibitions.map((inhibition): InhibitionView => ({
        sourceMatchers: inhibition.source.map(printMatcher),
        targetMatchers: inhibition.target.map(printMatcher),
        equal: inhibition.equal,
        muted: inhibitedPairs(inhibition, alerts, MAX_PAIRS).map(({ source, target }) => ({
          source: source.toObject(),
          target: target.toObject(),
        })),
      })),
    };
  });
}

function routeOf(labels: LabelSet, notifier: Notifier, nowMs: number): RouteResponse {
  const steps = explainRoutes(notifier.configuration, labels, nowMs);
  const told = steps.filter(({ isTold }) => isTold).map(({ route }) => route.receiver);
  return {
    steps: steps.map(routeStep),
    receivers: [...new Set(told)].filter((name) => name !== ''),
    silencedBy: notifier.silences.mutedBy(labels, nowMs),
    inhibitedBy: inhibitorsOf(labels, notifier).map(
      (source) => source.get('alertname') + source.without(['alertname']).toString(),
    ),
  };
}

/** The firing alerts that would mute one with these labels, whether it fires or not. */
function inhibitorsOf(labels: LabelSet, notifier: Notifier): readonly LabelSet[] {
  const others = notifier.alerts().map(({ update }: KnownAlert) => update.labels);
  const { inhibitions = [] } = notifier.configuration;
  return inhibitions.flatMap((inhibition) =>
    inhibitedPairs(inhibition, [...others, labels], Infinity)
      .filter(({ target }) => target.key === labels.key)
      .map(({ source }) => source),
  );
}

function routeStep({ route, depth, outcome, failedMatcher, isTold, mutedBy }: ExplainedRoute): RouteStep {
  return {
    matchers: route.matchers.map(printMatcher),
    receiver: route.receiver,
    depth,
    outcome,
    failedMatcher: failedMatcher ? printMatcher(failedMatcher) : '',
    isTold,
    groupBy: route.groupBy,
    groupWaitMs: route.groupWaitMs,
    groupIntervalMs: route.groupIntervalMs,
    repeatIntervalMs: route.repeatIntervalMs,
    mutedBy,
    continues: route.continue,
  };
}
