import type { MetricView } from '@telltale/station/contract';

const PLAIN_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** Long enough for scrapes of up to a minute. */
const RATE_RANGE = '5m';

/** What is most often asked of a metric of its type. */
export function suggestQuery({ name, type }: Pick<MetricView, 'name' | 'type'>): string {
  switch (type) {
    case 'counter':
      return `rate(${selector(name)}[${RATE_RANGE}])`;
    case 'histogram':
      return `histogram_quantile(0.95, sum by (le) (rate(${selector(`${name}_bucket`)}[${RATE_RANGE}])))`;
    case 'summary':
      return `rate(${selector(`${name}_sum`)}[${RATE_RANGE}]) / rate(${selector(`${name}_count`)}[${RATE_RANGE}])`;
    case 'gauge':
      return isMoment(name) ? `time() - ${selector(name)}` : selector(name);
    default:
      return selector(name);
  }
}

/** A gauge that holds a time of day is read as an age. */
function isMoment(name: string): boolean {
  return name.endsWith('_timestamp_seconds') || name.endsWith('_start_time_seconds');
}

/** A name of other characters than Prometheus' own stands in braces. */
function selector(name: string): string {
  return PLAIN_NAME.test(name) ? name : `{${JSON.stringify(name)}}`;
}
