import type { CheckRule } from '../check-rule.ts';
import { ALERT_RULES } from './alert/alert-rules.ts';
import { AM_RULES } from './am/am-rules.ts';
import { COMPOSE_RULES } from './compose/compose-rules.ts';
import { CONFIG_RULES } from './config/config-rules.ts';
import { COUNTER_RULES } from './counter/counter-rules.ts';
import { DASH_RULES } from './dash/dash-rules.ts';
import { DOC_RULES } from './doc/doc-rules.ts';
import { EXPOSITION_RULES } from './exposition/exposition-rules.ts';
import { GRAFANA_RULES } from './grafana/grafana-rules.ts';
import { HEALTH_RULES } from './health/health-rules.ts';
import { HISTOGRAM_RULES } from './histogram/histogram-rules.ts';
import { IMG_RULES } from './img/img-rules.ts';
import { K8S_RULES } from './k8s/k8s-rules.ts';
import { LABEL_RULES } from './label/label-rules.ts';
import { LOGS_RULES } from './logs/logs-rules.ts';
import { META_RULES } from './meta/meta-rules.ts';
import { METRIC_RULES } from './metric/metric-rules.ts';
import { OTEL_RULES } from './otel/otel-rules.ts';
import { PROM_RULES } from './prom/prom-rules.ts';
import { PROMQL_RULES } from './promql/promql-rules.ts';
import { QUANTILE_RULES } from './quantile/quantile-rules.ts';
import { RATE_RULES } from './rate/rate-rules.ts';
import { RULE_RULES } from './rule/rule-rules.ts';
import { SCRAPE_RULES } from './scrape/scrape-rules.ts';
import { SEC_RULES } from './sec/sec-rules.ts';
import { SLO_RULES } from './slo/slo-rules.ts';
import { TEMPLATE_RULES } from './template/template-rules.ts';
import { UPGRADE_RULES } from './upgrade/upgrade-rules.ts';

/** Every rule of `telltale check`, in the order in which they run: by area. */
export const ALL_RULES: readonly CheckRule[] = [
  ...RULE_RULES,
  ...PROM_RULES,
  ...PROMQL_RULES,
  ...RATE_RULES,
  ...COUNTER_RULES,
  ...QUANTILE_RULES,
  ...ALERT_RULES,
  ...SLO_RULES,
  ...METRIC_RULES,
  ...LABEL_RULES,
  ...HISTOGRAM_RULES,
  ...EXPOSITION_RULES,
  ...AM_RULES,
  ...TEMPLATE_RULES,
  ...SCRAPE_RULES,
  ...DASH_RULES,
  ...GRAFANA_RULES,
  ...SEC_RULES,
  ...IMG_RULES,
  ...COMPOSE_RULES,
  ...K8S_RULES,
  ...CONFIG_RULES,
  ...LOGS_RULES,
  ...OTEL_RULES,
  ...HEALTH_RULES,
  ...DOC_RULES,
  ...UPGRADE_RULES,
  ...META_RULES,
];
