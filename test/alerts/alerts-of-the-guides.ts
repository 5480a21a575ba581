/** Samples a minute apart, in promtool's notation, by series. */
export type GuideSeries = Readonly<Record<string, string>>;

/** What a guide says of an alert, in samples: independent of the rule, which is made of the preset. */
export interface GuideAlert {
  readonly preset: string;
  readonly alert: string;
  readonly severity: 'critical' | 'warning';
  /** How long it has to hold. */
  readonly forMinutes: number;
  /** Where it has to fire. */
  readonly fires: GuideSeries;
  /** Where it is near, and has to be quiet. */
  readonly quiet: GuideSeries;
}

const STAGES = ['normalization_service', 'enrichment_service', 'aggregation_service', 'projection_service'];

/** A series of each service of the pipeline, the first with samples of its own. */
function ofStages(seriesOf: (service: string) => string, first: string, others: string): GuideSeries {
  return Object.fromEntries(STAGES.map((service, i) => [seriesOf(service), i === 0 ? first : others]));
}

/** Requests in two buckets: of a hundred a minute so many are within the bound. */
function histogram(name: string, labels: string, bound: string, within: number): GuideSeries {
  const of = (le: string) => `${name}_bucket{${labels}le="${le}"}`;
  return {
    [of('0.01')]: '0x60',
    [of(bound)]: `0+${within}x60`,
    [of('10')]: '0+100x60',
    [of('+Inf')]: '0+100x60',
  };
}

/** The same series with other samples. */
function pair(
  series: (samples: readonly string[]) => GuideSeries,
  fires: readonly string[],
  quiet: readonly string[],
): Pick<GuideAlert, 'fires' | 'quiet'> {
  return { fires: series(fires), quiet: series(quiet) };
}

const up = (job: string) => `up{job="${job}",instance="a:1"}`;

const PIPELINE: readonly Omit<GuideAlert, 'preset'>[] = [
  {
    alert: 'ServiceDown',
    severity: 'critical',
    forMinutes: 1,
    fires: ofStages(up, '0x60', '1x60'),
    quiet: ofStages(up, '1x60', '1x60'),
  },
  {
    alert: 'ServiceUnhealthy',
    severity: 'critical',
    forMinutes: 2,
    fires: ofStages((job) => `${job}_health_status{job="${job}",instance="a:1"}`, '0x60', '1x60'),
    quiet: ofStages((job) => `${job}_health_status{job="${job}",instance="a:1"}`, '1x60', '1x60'),
  },
  {
    alert: 'HighRequestLatency',
    severity: 'warning',
    forMinutes: 5,
    fires: histogram('enrichment_service_request_duration_seconds', 'job="enrichment_service",', '1', 94),
    quiet: histogram('enrichment_service_request_duration_seconds', 'job="enrichment_service",', '1', 96),
  },
  {
    alert: 'HighErrorRate',
    severity: 'critical',
    forMinutes: 5,
    // A tenth of an error a second is six a minute.
    ...pair(
      ([errors]) => ({
        'aggregation_service_errors_total{job="aggregation_service",error_type="x"}': errors,
      }),
      ['0+7x60'],
      ['0+5x60'],
    ),
  },
  {
    alert: 'HighMemoryUsage',
    severity: 'warning',
    forMinutes: 5,
    ...pair(
      ([bytes]) => ({
        'projection_service_memory_usage_bytes{job="projection_service",instance="a:1"}': bytes,
      }),
      ['1000000001x60'],
      ['1000000000x60'],
    ),
  },
  {
    alert: 'MessageProcessingFailures',
    severity: 'warning',
    forMinutes: 5,
    ...pair(
      ([failed, well]) => ({
        'normalization_service_messages_processed_total{job="normalization_service",status="failure"}':
          failed,
        'normalization_service_messages_processed_total{job="normalization_service",status="success"}': well,
      }),
      ['0+6x60', '0+94x60'],
      ['0+4x60', '0+96x60'],
    ),
  },
  {
    alert: 'MessageProcessingLag',
    severity: 'warning',
    forMinutes: 5,
    ...pair(
      ([waiting]) => ({
        'enrichment_service_consumer_lag_messages{job="enrichment_service",topic="t"}': waiting,
      }),
      ['1001x60'],
      ['1000x60'],
    ),
  },
  {
    alert: 'NoMessagesProcessed',
    severity: 'critical',
    forMinutes: 1,
    fires: ofStages(
      (job) => `${job}_messages_processed_total{job="${job}",status="success"}`,
      '7x60',
      '0+1x60',
    ),
    quiet: ofStages(
      (job) => `${job}_messages_processed_total{job="${job}",status="success"}`,
      '0+1x60',
      '0+1x60',
    ),
  },
  {
    alert: 'HighDataQualityIssues',
    severity: 'warning',
    forMinutes: 1,
    ...pair(
      ([issues]) => ({ 'data_quality_issues_total{rule="positive_price"}': issues }),
      ['0+1x60'],
      ['5x60'],
    ),
  },
];

const WEBAPP: readonly Omit<GuideAlert, 'preset'>[] = [
  {
    alert: 'ApiErrorRateHigh',
    severity: 'critical',
    forMinutes: 5,
    ...pair(
      ([failed, well]) => ({
        'http_requests_total{endpoint="/a",status="503"}': failed,
        'http_requests_total{endpoint="/b",status="200"}': well,
      }),
      ['0+6x60', '0+94x60'],
      ['0+4x60', '0+96x60'],
    ),
  },
  {
    alert: 'ExtractionFailureRateHigh',
    severity: 'warning',
    forMinutes: 10,
    ...pair(
      ([failed, well]) => ({
        'extraction_tasks_total{task_type="pdf",status="failure"}': failed,
        'extraction_tasks_total{task_type="pdf",status="success"}': well,
      }),
      ['0+11x60', '0+89x60'],
      ['0+9x60', '0+91x60'],
    ),
  },
  {
    alert: 'DbQueryErrorRateHigh',
    severity: 'warning',
    forMinutes: 5,
    ...pair(
      ([failed, all]) => ({
        'db_query_errors_total{operation="SELECT"}': failed,
        'db_query_duration_seconds_count{operation="SELECT"}': all,
      }),
      ['0+2x60', '0+100x60'],
      ['0+1x60', '0+200x60'],
    ),
  },
  {
    alert: 'ApiLatencyP95High',
    severity: 'warning',
    forMinutes: 5,
    fires: histogram('http_request_duration_seconds', 'endpoint="/a",', '1', 94),
    quiet: histogram('http_request_duration_seconds', 'endpoint="/a",', '1', 96),
  },
  {
    alert: 'ExtractionTaskStuck',
    severity: 'warning',
    forMinutes: 1,
    ...pair(
      ([age]) => ({ 'extraction_oldest_task_age_seconds{instance="w:1",task_type="dxf"}': age }),
      ['601x60'],
      ['600x60'],
    ),
  },
  {
    alert: 'DbQueryP95High',
    severity: 'warning',
    forMinutes: 5,
    fires: histogram('db_query_duration_seconds', 'operation="SELECT",', '0.5', 94),
    quiet: histogram('db_query_duration_seconds', 'operation="SELECT",', '0.5', 96),
  },
  {
    alert: 'PgPoolExhausted',
    severity: 'critical',
    forMinutes: 5,
    ...pair(
      ([taken]) => ({
        'pg_stat_activity_count{instance="db:1",datname="a",state="active"}': taken,
        'pg_stat_activity_count{instance="db:1",datname="a",state="idle"}': '40x60',
        'pg_settings_max_connections{instance="db:1"}': '100x60',
      }),
      ['51x60'],
      ['50x60'],
    ),
  },
  {
    alert: 'RedisMemoryHigh',
    severity: 'warning',
    forMinutes: 5,
    // Without a limit there is no share of it.
    ...pair(
      ([used, unlimited]) => ({
        'redis_memory_used_bytes{instance="r:1"}': used,
        'redis_memory_max_bytes{instance="r:1"}': '100x60',
        'redis_memory_used_bytes{instance="r:2"}': unlimited,
        'redis_memory_max_bytes{instance="r:2"}': '0x60',
      }),
      ['81x60', '5x60'],
      ['80x60', '500x60'],
    ),
  },
  {
    alert: 'DiskSpaceLow',
    severity: 'critical',
    forMinutes: 10,
    ...pair(
      ([free]) => ({
        'node_filesystem_avail_bytes{instance="n:1",mountpoint="/",fstype="ext4"}': free,
        'node_filesystem_size_bytes{instance="n:1",mountpoint="/",fstype="ext4"}': '100x60',
        'node_filesystem_avail_bytes{instance="n:1",mountpoint="/run",fstype="tmpfs"}': '1x60',
        'node_filesystem_size_bytes{instance="n:1",mountpoint="/run",fstype="tmpfs"}': '100x60',
      }),
      ['9x60'],
      ['10x60'],
    ),
  },
  {
    alert: 'WebSocketConnectionsHigh',
    severity: 'warning',
    forMinutes: 5,
    ...pair(
      ([one]) => ({
        'websocket_connections_active{instance="b:1"}': '500x60',
        'websocket_connections_active{instance="b:2"}': one,
      }),
      ['501x60'],
      ['500x60'],
    ),
  },
];

const FRAMEWORK: readonly Omit<GuideAlert, 'preset'>[] = [
  {
    alert: 'high_latency',
    severity: 'warning',
    forMinutes: 5,
    fires: histogram('request_duration_seconds', '', '1', 94),
    quiet: histogram('request_duration_seconds', '', '1', 96),
  },
  {
    alert: 'high_memory',
    severity: 'critical',
    forMinutes: 10,
    ...pair(
      ([bytes]) => ({ 'memory_usage_bytes{instance="s:1"}': bytes }),
      ['1000000001x60'],
      ['1000000000x60'],
    ),
  },
];

const AI_APP: readonly Omit<GuideAlert, 'preset'>[] = [
  {
    alert: 'HighErrorRate',
    severity: 'critical',
    forMinutes: 5,
    ...pair(
      ([failed]) => ({
        'http_requests_total{route="/a",status_code="500"}': failed,
        'http_requests_total{route="/a",status_code="404"}': '0+90x60',
      }),
      ['0+7x60'],
      ['0+5x60'],
    ),
  },
  {
    alert: 'HighResponseTime',
    severity: 'warning',
    forMinutes: 5,
    fires: histogram('http_request_duration_seconds', 'route="/a",', '2', 94),
    quiet: histogram('http_request_duration_seconds', 'route="/a",', '2', 96),
  },
  {
    alert: 'DatabaseConnectionsHigh',
    severity: 'warning',
    forMinutes: 2,
    ...pair(
      ([open]) => ({ 'database_connections_active{database="dev_pynode"}': open }),
      ['81x60'],
      ['80x60'],
    ),
  },
  {
    alert: 'RedisMemoryHigh',
    severity: 'warning',
    forMinutes: 5,
    ...pair(
      ([used, unlimited]) => ({
        'redis_memory_used_bytes{instance="r:1"}': used,
        'redis_memory_max_bytes{instance="r:1"}': '100x60',
        'redis_memory_used_bytes{instance="r:2"}': unlimited,
        'redis_memory_max_bytes{instance="r:2"}': '0x60',
      }),
      ['81x60', '5x60'],
      ['80x60', '500x60'],
    ),
  },
  {
    alert: 'AIServiceDown',
    severity: 'critical',
    forMinutes: 1,
    ...pair(([state]) => ({ [up('ai-service')]: state }), ['0x60'], ['1x60']),
  },
];

/** Every alert that one of the guides asks for. */
export const GUIDE_ALERTS: readonly GuideAlert[] = Object.entries({
  pipeline: PIPELINE,
  webapp: WEBAPP,
  framework: FRAMEWORK,
  'ai-app': AI_APP,
}).flatMap(([preset, alerts]) => alerts.map((alert) => ({ preset, ...alert })));
