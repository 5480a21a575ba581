import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acceptsGzip, negotiatePage } from './negotiation.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
const PROTOBUF =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';
const CHROME =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
/** What Prometheus sends, by version and by whether it scrapes native histograms. */
const PROMETHEUS_2 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const PROMETHEUS_2_NATIVE =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
const PROMETHEUS_3_NATIVE =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1';

describe('the page a client gets', () => {
  test.each([
    [undefined, TEXT],
    ['', TEXT],
    ['*/*', TEXT],
    [CHROME, TEXT],
    ['image/png', TEXT],
    ['application/openmetrics-text', OPENMETRICS],
    ['application/openmetrics-text; version=1.0.0; charset=utf-8', OPENMETRICS],
    ['Application/OpenMetrics-Text;Version="1.0.0"', OPENMETRICS],
    ['application/openmetrics-text;version=0.0.1', OPENMETRICS.replace('1.0.0', '0.0.1')],
    ['application/openmetrics-text;version=2.0.0', TEXT],
    ['application/openmetrics-text;q=0', TEXT],
    ['application/openmetrics-text;q=0.2,text/plain;q=0.5', TEXT],
    ['text/plain;q=0.2,application/openmetrics-text;q=0.5', OPENMETRICS],
    ['application/openmetrics-text;q=x', TEXT],
    ['application/openmetrics-text;q=7', TEXT],
    ['text/plain;version=1.0.0', TEXT.replace('0.0.4', '1.0.0')],
    ['text/plain;version=9', TEXT],
    ['text/plain;escaping=dots', `${TEXT}; escaping=dots`],
    ['text/plain;escaping=none', TEXT],
    ['application/vnd.google.protobuf', TEXT],
    ['application/vnd.google.protobuf;proto=other;encoding=delimited', TEXT],
    [',;,=;q', TEXT],
    ['"', TEXT],
    [PROMETHEUS_2, OPENMETRICS],
    [PROMETHEUS_2_NATIVE, PROTOBUF],
    [PROMETHEUS_3, `${OPENMETRICS}; escaping=allow-utf-8`],
    [PROMETHEUS_3_NATIVE, `${PROTOBUF}; escaping=allow-utf-8`],
  ])('Accept: %s is answered with %s', (accept, contentType) => {
    expect(negotiatePage(accept).contentType).toBe(contentType);
  });

  test('has underscores for what is not in a plain name, unless the client reads such names', () => {
    expect(negotiatePage(PROMETHEUS_2).escaping).toBe('underscores');
    expect(negotiatePage(PROMETHEUS_3).escaping).toBe('allow-utf-8');
  });

  test('is found for whatever stands in the header', () => {
    const part = fc.constantFrom(
      'text/plain',
      'application/openmetrics-text',
      ';',
      ',',
      '=',
      'q',
      '"',
      '\\',
      '1',
    );
    const header = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(header, (accept) => {
        expect(['text', 'openmetrics']).toContain(negotiatePage(accept).format);
        expect(typeof acceptsGzip(accept)).toBe('boolean');
      }),
    );
  });
});

test.each([
  ['gzip', true],
  ['deflate, gzip;q=0.5', true],
  ['*', true],
  ['GZIP', true],
  ['gzip;q=0.2, identity;q=0.1', true],
  ['', false],
  ['identity', false],
  ['gzip;q=0', false],
  ['*, gzip;q=0.0', false],
  ['gzip;q=0.2, identity', false],
  ['br', false],
])('Accept-Encoding: "%s" means gzip: %s', (header, isAccepted) => {
  expect(acceptsGzip(header)).toBe(isAccepted);
});
