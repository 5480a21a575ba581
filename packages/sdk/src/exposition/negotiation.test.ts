import { expect, test } from 'vitest';
import { negotiateFormat } from './negotiation.ts';

/** What Prometheus 3 sends. */
const PROMETHEUS =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

test.each([
  [undefined, 'text'],
  ['', 'text'],
  ['*/*', 'text'],
  ['text/html,application/xhtml+xml', 'text'],
  ['application/openmetrics-text', 'openmetrics'],
  ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
  ['Application/OpenMetrics-Text;Version=1.0.0', 'openmetrics'],
  ['application/openmetrics-text;version=2.0.0', 'text'],
  ['application/openmetrics-text;q=0', 'text'],
  ['application/openmetrics-text;q=0.2,text/plain;q=0.5', 'text'],
  ['text/plain;q=0.2,application/openmetrics-text;q=0.5', 'openmetrics'],
  ['application/openmetrics-text;q=x', 'text'],
  [PROMETHEUS, 'openmetrics'],
  [',;,=;q', 'text'],
])('Accept: %s is answered with the %s format', (accept, format) => {
  expect(negotiateFormat(accept)).toBe(format);
});
