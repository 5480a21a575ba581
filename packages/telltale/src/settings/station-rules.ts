import type { AlertingRule, RecordingRule, RuleGroup } from '@telltale/model';
import { parseExpr } from '@telltale/promql';

const INTERVAL_MS = 60_000;
const FREE = 'telltale_store_disk_free_bytes';
const STORED = 'telltale_store_disk_bytes';
/** A shorter window takes one burst for a trend; a longer one is late. */
const WINDOW = '6h';
const WARN_DAYS = 4;
/** Of a station that started just now, the first minutes say nothing about days. */
const MIN_OBSERVED = '1h';

/** Rules about the station itself, from its own metrics: that its disk will be full. */
export function stationRules(): RuleGroup {
  const growth = `deriv(${STORED}[${WINDOW}])`;
  return {
    name: 'telltale-station',
    file: '',
    intervalMs: INTERVAL_MS,
    rules: [
      recording('telltale:store_days_until_full', `${FREE} / (${growth} > 0) / 86400`),
      alerting(
        'TelltaleDiskFull',
        `predict_linear(${FREE}[${WINDOW}], ${WARN_DAYS} * 86400) < 0 and ${FREE} offset ${MIN_OBSERVED}`,
        {
          summary: `The disk of the station's data folder is full in less than ${WARN_DAYS} days`,
          description:
            '`telltale advise capacity` says how fast it grows; --retention.time or --retention.size limit it.',
        },
      ),
    ],
  };
}

function recording(name: string, query: string): RecordingRule {
  return { kind: 'recording', name, query, expr: parseExpr(query), labels: {} };
}

function alerting(name: string, query: string, annotations: Readonly<Record<string, string>>): AlertingRule {
  return {
    kind: 'alerting',
    name,
    query,
    expr: parseExpr(query),
    labels: { severity: 'warning' },
    forMs: 10 * 60_000,
    keepFiringForMs: 0,
    annotations,
  };
}
