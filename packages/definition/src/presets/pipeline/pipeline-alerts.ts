import type { AnyQuery } from '../../query/any-query.ts';
import { createCatalogue } from '../../query/catalogue.ts';
import { promql } from '../../query/promql.ts';
import type { Condition } from '../../query/query.ts';
import { ratio } from '../../query/ratio.ts';
import type { AlertDeclaration } from '../../rules/alert.ts';
import { alert } from '../../rules/alert.ts';
import type { RunbookOf } from '../../rules/runbook.ts';
import { runbooksIn } from '../../rules/runbook.ts';
import { inGroup } from '../in-group.ts';
import { STAGE_METRICS } from './pipeline-metrics.ts';
import type { ServiceQueries } from './service-queries.ts';
import { serviceQueries } from './service-queries.ts';

type Alerts = Readonly<Record<string, AlertDeclaration>>;

/** When the alerts of a pipeline fire. */
export interface PipelineThresholds {
  /** Seconds that 95 % of the requests stay below; 1 by default. */
  readonly requestSeconds?: number;
  /** Errors per second of a service; 0.1 by default. */
  readonly errorsPerSecond?: number;
  /** Percent of the requests that fail, however many there are; 5 by default. */
  readonly requestErrorPercent?: number;
  /** Memory of an instance in bytes; 1e9 by default. */
  readonly memoryBytes?: number;
  /** Messages of a topic that wait; 1000 by default. */
  readonly lagMessages?: number;
  /** Percent of the messages that fail; 5 by default. */
  readonly messageFailurePercent?: number;
}

/** The alerts of all services of a pipeline: one rule for all of them, which tells by `job` whose it is. */
export function pipelineAlerts(
  services: readonly string[],
  thresholds: PipelineThresholds,
  runbooks: string | undefined,
): Alerts {
  const runbook = runbooksIn(runbooks);
  const all = services.map(serviceQueries);
  return {
    ...inGroup('service-health', healthAlerts(all, runbook)),
    ...inGroup('performance', performanceAlerts(all, thresholds, runbook)),
    ...inGroup('business-logic', {
      ...messageAlerts(all, thresholds, runbook),
      ...(services.includes('normalization_service') && qualityAlert(runbook)),
    }),
  };
}

/** A condition that holds for each service of which it does. */
function ofAny<Labels extends string, UnitName extends string>(
  services: readonly ServiceQueries[],
  condition: (service: ServiceQueries) => Condition<Labels, UnitName>,
): Condition<Labels, UnitName> {
  const [first, ...others] = services.map(condition);
  return others.reduce((joined, one) => joined.or(one), first);
}

/** The same, or that one of the services has no such series: what is silent is not well. */
function ofAnyOrSilent<Labels extends string, UnitName extends string>(
  services: readonly ServiceQueries[],
  condition: (service: ServiceQueries) => Condition<Labels, UnitName>,
  series: (service: ServiceQueries) => AnyQuery,
): Condition<Labels, UnitName> {
  return services.reduce(
    (joined, service) => joined.or(promql`absent(${series(service)})`),
    ofAny(services, condition),
  );
}

function healthAlerts(all: readonly ServiceQueries[], runbook: RunbookOf): Alerts {
  return {
    ServiceDown: alert({
      when: ofAnyOrSilent(
        all,
        ({ up }) => up.below(1),
        ({ up }) => up,
      ),
      for: '1m',
      // `absent` stands in the condition, for each service.
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('ServiceDown'),
      summary: ({ labels }) => `${labels.job} at ${labels.instance} does not answer`,
    }),
    ServiceUnhealthy: alert({
      // It reports of itself: where it is silent, it is not healthy either.
      when: ofAnyOrSilent(
        all,
        ({ health }) => health.now().min('job', 'instance').below(1),
        ({ job, health }) => health.where({ job }).now(),
      ),
      for: '2m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('ServiceUnhealthy'),
      summary: ({ labels }) => `${labels.job} at ${labels.instance} says that it is not healthy`,
    }),
  };
}

function performanceAlerts(
  all: readonly ServiceQueries[],
  limits: PipelineThresholds,
  runbook: RunbookOf,
): Alerts {
  const { requestSeconds = 1, errorsPerSecond = 0.1, requestErrorPercent = 5, memoryBytes = 1e9 } = limits;
  return {
    HighRequestLatency: alert({
      when: ofAny(all, ({ duration }) => duration.quantile(0.95, '5m', 'job').above({ s: requestSeconds })),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('HighRequestLatency'),
      summary: ({ labels, value }) => `One request in twenty to ${labels.job} takes longer than ${value}`,
    }),
    HighErrorRate: alert({
      when: ofAny(all, ({ errors }) => errors.rate('5m').sum('job').above(errorsPerSecond)),
      for: '5m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('HighErrorRate'),
      summary: ({ labels, value }) => `${labels.job} has ${value} errors per second`,
    }),
    HighRequestErrorRatio: alert({
      when: ofAny(all, ({ requests }) =>
        ratio(requests.where({ status: /5../ }).rate('5m').sum('job'), requests.rate('5m').sum('job')).above({
          percent: requestErrorPercent,
        }),
      ),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('HighRequestErrorRatio'),
      summary: ({ labels, value }) => `${value} of the requests to ${labels.job} fail`,
    }),
    HighMemoryUsage: alert({
      when: ofAny(all, ({ memory }) => memory.now().max('job', 'instance').above(memoryBytes)),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('HighMemoryUsage'),
      summary: ({ labels, value }) => `${labels.job} at ${labels.instance} uses ${value} of memory`,
    }),
  };
}

function messageAlerts(
  all: readonly ServiceQueries[],
  { lagMessages = 1000, messageFailurePercent = 5 }: PipelineThresholds,
  runbook: RunbookOf,
): Alerts {
  return {
    MessageProcessingLag: alert({
      when: ofAny(all, ({ lag }) => lag.now().max('job', 'topic').above(lagMessages)),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('MessageProcessingLag'),
      summary: ({ labels, value }) => `${value} messages of ${labels.topic} wait for ${labels.job}`,
    }),
    MessageProcessingFailures: alert({
      when: ofAny(all, ({ messages }) =>
        ratio(
          messages
            .where({ status: /fail.*|error.*/ })
            .rate('5m')
            .sum('job'),
          messages.rate('5m').sum('job'),
        ).above({ percent: messageFailurePercent }),
      ),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('MessageProcessingFailures'),
      summary: ({ labels, value }) => `${labels.job} fails to process ${value} of its messages`,
    }),
    NoMessagesProcessed: alert({
      // The ten minutes are those of the range; a service that never processed any has no series.
      when: ofAnyOrSilent(
        all,
        ({ messages }) => messages.increase('10m').sum('job').below(1),
        ({ job, messages }) => messages.where({ job }).total(),
      ),
      for: '1m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('NoMessagesProcessed'),
      summary: ({ labels }) => `${labels.job} has processed no message for ten minutes`,
    }),
  };
}

function qualityAlert(runbook: RunbookOf): Alerts {
  const { data_quality_issues_total: issues } = createCatalogue(STAGE_METRICS.normalization_service);
  return {
    HighDataQualityIssues: alert({
      when: issues.increase('10m').sum('rule').above(0),
      for: '1m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('HighDataQualityIssues'),
      summary: ({ labels, value }) => `${value} messages in ten minutes broke the rule ${labels.rule}`,
    }),
  };
}
