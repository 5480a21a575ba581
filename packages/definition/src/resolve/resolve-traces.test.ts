import { describe, expect, test } from 'vitest';
import { otlpEndpoint } from '../traces/otlp-endpoint.ts';
import { tracesOf } from './resolve-traces.ts';

function read(traces: object | undefined) {
  return tracesOf({ service: 'shop', traces });
}

describe('the traces of a definition', () => {
  test('are off without the section, and have all defaults with an empty one', () => {
    expect(read(undefined).traces.enabled).toBe(false);
    expect(read({})).toEqual({
      traces: {
        enabled: true,
        ratio: 1,
        keepErrors: true,
        slowerThanMs: 1000,
        tailSampling: true,
        endpoint: 'http://127.0.0.1:4318',
        serviceName: 'shop',
        propagation: ['w3c'],
      },
      faults: [],
    });
  });

  test.each([
    [{ exporter: 'otlp' }, true],
    [{ exporter: 'jaeger' }, false],
    [{ exporter: 'tempo' }, false],
    [{ exporter: 'tempo', tailSampling: true }, true],
    [{ tailSampling: false }, false],
  ])('%j: the receiver decides which traces are kept: %s', (traces, expected) => {
    expect(read(traces).traces.tailSampling).toBe(expected);
  });

  test.each([
    [{ ratio: 2 }, 'traces.ratio', 'a share from 0 to 1'],
    [{ ratio: '0.1' }, 'traces.ratio', 'write a number'],
    [{ sampler: 0.1 }, 'traces.sampler', 'there is no'],
    [{ exporter: 'zipkin' }, 'traces.exporter', 'none of otlp, jaeger, tempo'],
    [{ slowerThan: 'soon' }, 'traces.slowerThan', 'not a duration'],
    [{ propagation: 'b3' }, 'traces.propagation', 'write a list'],
    [{ propagation: ['b4'] }, 'traces.propagation', 'none of w3c, b3'],
    [{ endpoint: 'jaeger:4318' }, 'traces.endpoint', 'not an http or https address'],
  ])('%j is told, and counts as not written', (traces, path, message) => {
    const { faults, traces: found } = read(traces);
    expect(faults).toEqual([{ path, message: expect.stringContaining(message) }]);
    expect(found).toEqual(read({}).traces);
  });
});

describe("addresses of Jaeger's own protocols", () => {
  test.each([
    ['http://jaeger:14268/api/traces', 'http://jaeger:4318'],
    ['http://jaeger-agent:6831', 'http://jaeger-agent:4318'],
    ['https://[::1]:14250', 'https://[::1]:4318'],
  ])('%s becomes %s, with a notice', (address, url) => {
    expect(otlpEndpoint(address)).toEqual({ url, notice: expect.stringContaining(url) });
    expect(read({ endpoint: address }).traces.endpoint).toBe(url);
  });

  test.each(['http://collector:4318', 'https://tempo/otlp', 'nothing'])('%s stays', (address) => {
    expect(otlpEndpoint(address)).toEqual({ url: address });
  });
});
