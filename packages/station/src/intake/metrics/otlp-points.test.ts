import { writeOtlpMetrics } from '@telltale/model/wire';
import { expect, test } from 'vitest';
import type { MetricIntakeSetting } from '../../../test/support/metric-intake.ts';
import { metricIntake } from '../../../test/support/metric-intake.ts';

const START = 1_790_000_000_000;
const MINUTE_MS = 60_000;

function nanos(ms: number): string {
  return `${ms}000000`;
}

/** A request of one program with some metrics, as JSON. */
function requestOf(metrics: readonly object[], attributes: readonly object[] = []): Buffer {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }, ...attributes] };
  return Buffer.from(JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] }));
}

function sum(value: number, at: number, more: object = {}, temporality = 1): object {
  const point = {
    startTimeUnixNano: nanos(START),
    timeUnixNano: nanos(START + at),
    asDouble: value,
    ...more,
  };
  return {
    name: 'jobs',
    sum: { aggregationTemporality: temporality, isMonotonic: true, dataPoints: [point] },
  };
}

function gauge(name: string, points: readonly object[]): object {
  return {
    name,
    gauge: { dataPoints: points.map((point) => ({ timeUnixNano: nanos(START), asDouble: 1, ...point })) },
  };
}

function textAttribute(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}

async function taken(requests: readonly Buffer[], setting?: MetricIntakeSetting) {
  const made = metricIntake(setting);
  const outcomes = [];
  for (const request of requests) outcomes.push(await made.intake.takeOtlp('json', request, 'otlp_http'));
  return { ...made, outcomes, stored: await made.samples() };
}

const JOBS = 'jobs_total{job="shop"}';

test('a sender of deltas that starts again, and one that was silent, add to the same sum', async () => {
  const { stored, outcomes } = await taken([
    requestOf([sum(5, 1000)]),
    requestOf([sum(2, 2000)]),
    requestOf([sum(3, 60_000, { startTimeUnixNano: nanos(START + 50_000) })]),
  ]);
  expect(stored[JOBS]).toEqual([
    [START + 1000, 5],
    [START + 2000, 7],
    [START + 60_000, 10],
  ]);
  expect(outcomes.every(({ rejected }) => rejected === 0)).toBe(true);
});

test('a delta that is older than the sum is left out and told; the same one again is not', async () => {
  const { stored, outcomes } = await taken([
    requestOf([sum(5, 1000)]),
    requestOf([sum(2, 2000)]),
    requestOf([sum(2, 2000)]),
    requestOf([sum(9, 1500)]),
  ]);
  expect(stored[JOBS].map(([, value]) => value)).toEqual([5, 7]);
  expect(outcomes.map(({ rejected }) => rejected)).toEqual([0, 0, 0, 1]);
});

test('deltas of a stream that was silent for long begin again at nothing, as a program does that was restarted', async () => {
  let nowMs = START;
  const made = metricIntake({ nowMs: () => nowMs });
  for (const [minutes, value] of [
    [0, 5],
    [9, 2],
    [40, 3],
  ]) {
    // Something else comes all the time.
    for (; nowMs < START + minutes * MINUTE_MS; nowMs += MINUTE_MS) {
      await made.intake.takeOtlp('json', requestOf([gauge('other', [{}])]), 'otlp_http');
    }
    await made.intake.takeOtlp('json', requestOf([sum(value, nowMs - START)]), 'otlp_http');
  }
  expect((await made.samples())[JOBS].map(([, value]) => value)).toEqual([5, 7, 3]);
});

test('cumulative values are stored as they are, also where they go back', async () => {
  const { stored } = await taken([requestOf([sum(5, 1000, {}, 2)]), requestOf([sum(1, 2000, {}, 2)])]);
  expect(stored[JOBS].map(([, value]) => value)).toEqual([5, 1]);
});

test('a point without a value ends its series, all of them where it is a histogram', async () => {
  const histogram = (at: number, more: object) => ({
    name: 'd',
    histogram: {
      aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
      dataPoints: [{ timeUnixNano: nanos(START + at), ...more }],
    },
  });
  const { stored } = await taken([
    requestOf([
      gauge('g', [{}]),
      histogram(0, { count: '3', sum: 4, explicitBounds: [1], bucketCounts: ['1', 2] }),
    ]),
    requestOf([gauge('g', [{ timeUnixNano: nanos(START + 1), flags: 1 }]), histogram(1, { flags: 1 })]),
  ]);
  expect(Object.keys(stored)).toHaveLength(5);
  for (const [series, samples] of Object.entries(stored))
    expect(samples[1], series).toEqual([START + 1, 'stale']);
});

test('attributes whose names become the same are joined, and those of the program go before', async () => {
  const attributes = [
    textAttribute('http.method', 'GET'),
    textAttribute('http-method', 'POST'),
    textAttribute('job', 'forged'),
    textAttribute('__name__', 'forged'),
    textAttribute('le', ''),
  ];
  const { stored } = await taken([requestOf([gauge('g', [{ attributes }])])]);
  expect(Object.keys(stored)).toEqual(['g{http_method="POST;GET", job="shop"}']);
});

test('metrics whose names become the same are told where they differ in value', async () => {
  const { stored, outcomes } = await taken([
    requestOf([gauge('a.b', [{}]), gauge('a_b', [{ asDouble: 2 }]), gauge('a-b', [{}])]),
  ]);
  expect(stored['a_b{job="shop"}']).toEqual([[START, 1]]);
  expect(outcomes[0]).toMatchObject({ rejected: 1, faults: [{ problem: 'out_of_order', count: 1 }] });
});

test('attributes of any type are labels, fields may be written in both cases', async () => {
  const snake = {
    resource_metrics: [
      {
        resource: { attributes: [{ key: 'service.name', value: { string_value: 'shop' } }] },
        scope_metrics: [
          {
            metrics: [
              {
                name: 'g',
                gauge: {
                  data_points: [
                    {
                      time_unix_nano: nanos(START),
                      as_int: '-7',
                      attributes: [
                        { key: 'n', value: { int_value: '12' } },
                        { key: 'b', value: { bool_value: true } },
                        { key: 'l', value: { array_value: { values: [{ double_value: 0.5 }] } } },
                      ],
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  };
  const { stored } = await taken([Buffer.from(JSON.stringify(snake))]);
  expect(stored).toEqual({ 'g{b="true", job="shop", l="[0.5]", n="12"}': [[START, -7]] });
});

test('hostile points are left out by their reason, and those around them are taken', async () => {
  const manyLabels = Array.from({ length: 65 }, (_, i) => textAttribute(`a${i}`, 'x'));
  const millionValues = Array.from({ length: 5000 }, (_, i) => textAttribute(`a${i % 3}`, 'x'));
  const points = [
    { attributes: manyLabels },
    { attributes: [textAttribute('long', 'x'.repeat(5000))] },
    { attributes: [textAttribute('huge', 'x'.repeat(100_000))] },
    { attributes: millionValues },
    { attributes: [textAttribute('😀', 'x')] },
    { timeUnixNano: '0' },
    { asDouble: 'three' },
    { attributes: [textAttribute('fine', '1')] },
  ];
  const histogram = { timeUnixNano: nanos(START), count: 1, bucketCounts: [1, 2, 3], explicitBounds: [2, 1] };
  const { stored, outcomes, problems } = await taken([
    requestOf([
      gauge('g', points),
      gauge('___', [{}]),
      { name: 'u', sum: { dataPoints: [{ timeUnixNano: nanos(START), asDouble: 1 }] } },
      { name: 'h', histogram: { aggregationTemporality: 2, dataPoints: [histogram] } },
      {
        name: 'e',
        exponentialHistogram: {
          aggregationTemporality: 2,
          dataPoints: [{ timeUnixNano: nanos(START), scale: -9 }],
        },
      },
    ]),
  ]);
  expect(Object.keys(stored)).toEqual(['g{fine="1", job="shop"}']);
  const counts = Object.fromEntries(outcomes[0].faults.map(({ problem, count }) => [problem, count]));
  expect(counts).toEqual({
    too_many_labels: 1,
    too_long: 3,
    invalid_name: 2,
    invalid_time: 1,
    malformed: 1,
    invalid_temporality: 1,
    invalid_histogram: 2,
  });
  expect(outcomes[0].rejected).toBe(11);
  expect(problems.size).toBe(0);
});

test('names of the language are labels like others', async () => {
  const attributes = ['__proto__', 'constructor', 'toString'].map((name) => textAttribute(name, 'x'));
  const { stored } = await taken([requestOf([gauge('g', [{ attributes }])])]);
  expect(Object.keys(stored)).toEqual(['g{__proto__="x", constructor="x", job="shop", toString="x"}']);
});

test('ids of another length are left out of exemplars, and told', async () => {
  const exemplars = [
    { timeUnixNano: nanos(START), asDouble: 1, traceId: 'ab'.repeat(33), spanId: 'cd'.repeat(8) },
  ];
  const made = metricIntake();
  const outcome = await made.intake.takeOtlp('json', requestOf([sum(1, 0, { exemplars }, 2)]), 'otlp_http');
  expect(outcome).toMatchObject({ rejected: 0, faults: [{ problem: 'invalid_id' }] });
  expect(made.exemplars.map(([, { labels }]) => labels.toString())).toEqual(['{span_id="cdcdcdcdcdcdcdcd"}']);
});

test('new series beyond the limit are left out, known ones are taken', async () => {
  const { stored, outcomes } = await taken(
    [
      requestOf([gauge('a', [{}])]),
      requestOf([gauge('a', [{ timeUnixNano: nanos(START + 1) }]), gauge('b', [{}]), gauge('c', [{}])]),
    ],
    { maxSeries: 1 },
  );
  expect(Object.keys(stored)).toEqual(['a{job="shop"}']);
  expect(stored['a{job="shop"}']).toHaveLength(2);
  expect(outcomes[1]).toMatchObject({ rejected: 2, faults: [{ problem: 'series_limit', count: 2 }] });
});

test('resources that are huge, nested or full of attributes cost no more than their bytes', async () => {
  let nested: object = { stringValue: 'x' };
  for (let i = 0; i < 1000; i++) nested = { arrayValue: { values: [nested] } };
  const many = Array.from({ length: 1000 }, (_, i) => textAttribute(`attribute.${i}`, 'x'));
  const { stored } = await taken([
    requestOf([gauge('g', [{}])], [{ key: 'deep', value: nested }]),
    requestOf([gauge('g', [{ timeUnixNano: nanos(START + 1) }])], many),
  ]);
  expect(stored['g{job="shop"}']).toHaveLength(2);
});

test('requests of bytes that are cut anywhere are refused or taken, and never harm the next', async () => {
  const whole = Buffer.from(
    writeOtlpMetrics({
      resource: [['service.name', 'shop']],
      scopes: [
        {
          name: 's',
          version: '1',
          metrics: [
            {
              name: 'g',
              description: 'd',
              unit: 's',
              kind: 'gauge',
              points: [{ attributes: [['a', 'b']], startMs: 0, timeMs: START, value: 1 }],
            },
          ],
        },
      ],
    }),
  );
  const made = metricIntake();
  for (let length = 1; length < whole.length; length++) {
    await made.intake.takeOtlp('protobuf', whole.subarray(0, length), 'otlp_http').catch((error: Error) => {
      expect(error).toMatchObject({ code: 'TT_OTLP' });
    });
  }
  await made.intake.takeOtlp('protobuf', whole, 'otlp_http');
  expect((await made.samples())['g_seconds{a="b", job="shop"}']).toEqual([[START, 1]]);
});

test('what a disk refuses is not acknowledged', async () => {
  const { intake } = metricIntake({ flush: () => Promise.reject(new Error('the disk is full')) });
  await expect(intake.takeOtlp('json', requestOf([gauge('g', [{}])]), 'otlp_http')).rejects.toThrow('full');
});

test('requests that come while one is being kept are kept together', async () => {
  let flushes = 0;
  let release = () => {};
  const made = metricIntake({
    flush: () => {
      flushes++;
      return new Promise((resolve) => (release = resolve));
    },
  });
  const first = made.intake.takeOtlp('json', requestOf([gauge('a', [{}])]), 'otlp_http');
  await expect.poll(() => flushes).toBe(1);
  const others = ['b', 'c', 'd'].map((name) =>
    made.intake.takeOtlp('json', requestOf([gauge(name, [{}])]), 'otlp_http'),
  );
  await new Promise((resolve) => setImmediate(resolve));
  release();
  await first;
  await expect.poll(() => flushes).toBe(2);
  release();
  await Promise.all(others);
  expect(flushes).toBe(2);
});
