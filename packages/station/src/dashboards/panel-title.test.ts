import { expect, test } from 'vitest';
import { panelTitle } from './panel-title.ts';

test.each([
  ['http_request_duration_seconds', 'seconds', false, 'HTTP request duration'],
  ['jobs_total', '', true, 'Jobs'],
  ['nodejs_active_handles', '', false, 'Node.js active handles'],
  ['nodejs_active_handles_total', '', false, 'Node.js active handles total'],
  ['process_cpu_seconds_total', 'seconds', true, 'Process CPU'],
  ['job:requests:rate5m', '', false, 'Job requests rate5m'],
  ['seconds', 'seconds', false, 'Seconds'],
  ['constructor', '', false, 'Constructor'],
])('%s in %s (counter: %s) is called "%s"', (metric, unit, isCounter, title) => {
  expect(panelTitle(metric, unit, isCounter)).toBe(title);
});
