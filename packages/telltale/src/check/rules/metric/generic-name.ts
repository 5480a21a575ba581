import type { CheckRule } from '../../check-rule.ts';
import { program } from './example-programs.ts';

/** Names that any program may have. */
export const metricGenericName: CheckRule = {
  id: 'metric/generic-name',
  severity: 'info',
  preset: 'strict',
  why: 'Two services export it with different meanings, and runtimes export the same under process_.',
  doc: `Metrics such as memory_usage_bytes, database_connections, active_connections, requests_total, errors_total.`,
  examples: [
    {
      wrong: {
        files: { 'app.js': program("new client.Gauge({ name: 'memory_usage_bytes', help: 'Memory' });") },
      },
      right: {
        files: {
          'app.js': program("new client.Gauge({ name: 'shop_cache_memory_bytes', help: 'Memory' });"),
        },
      },
    },
  ],
  *run({ declarations }) {
    for (const { name, isForeign, placeOf } of declarations) {
      if (isForeign || !GENERIC.test(name)) continue;
      yield {
        place: placeOf('name'),
        message: `'${name}' says nothing of where it is from`,
        fix: 'put the name of the program in front',
      };
    }
  },
};

const GENERIC =
  /^(?:memory_usage(?:_bytes)?|cpu_usage(?:_\w+)?|database_connections(?:_active)?|active_connections|active_requests|requests?_total|errors?_total|response_time_seconds|request_duration_seconds|queue_size|uptime_seconds)$/;
