import { zstdCompressSync } from 'node:zlib';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { TelltaleError } from '@telltale/model';
import { writeRemoteWrite } from '@telltale/model/wire';
import type { RemoteWriteSeries } from '@telltale/model/wire';
import snappy from 'snappyjs';
import { expect, test } from 'vitest';
import { intakeServer } from '../../../test/support/intake-server.ts';
import type { MetricIntakeSetting } from '../../../test/support/metric-intake.ts';
import { metricIntake } from '../../../test/support/metric-intake.ts';
import { BodyBudget } from '../body/body-budget.ts';
import { registerRemoteWrite } from './remote-write-routes.ts';

const START = 1_790_000_000_000;
const HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
};

async function setUp(setting: MetricIntakeSetting & { readonly budgetBytes?: number } = {}) {
  const made = metricIntake(setting);
  const { url, taken } = await intakeServer(
    (server, targets) => registerRemoteWrite(server, targets, new BodyBudget(setting.budgetBytes)),
    { metrics: made.intake },
  );
  const post = async (body: Uint8Array, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/api/v1/write`, {
      method: 'POST',
      headers: { ...HEADERS, ...headers },
      body: Buffer.from(body),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { ...made, post, counts: taken.counts };
}

function series(name: string, samples: readonly (readonly [at: number, value: number])[]): RemoteWriteSeries {
  return {
    labels: [
      ['__name__', name],
      ['instance', 'i'],
      ['job', 'j'],
    ],
    samples: samples.map(([at, value]) => ({ timestampMs: START + at, value })),
  };
}

function bodyOf(...all: readonly RemoteWriteSeries[]): Uint8Array {
  return snappy.compress(writeRemoteWrite({ series: all, metadata: [] }));
}

/** A request with a series of bytes of our own. */
function written(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).fork();
  for (const [name, value] of [
    ['__name__', 'x'],
    ['job', 'j'],
  ]) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer
      .tag(1, WireType.LengthDelimited)
      .string(name)
      .tag(2, WireType.LengthDelimited)
      .string(value)
      .join();
  }
  write(writer);
  return snappy.compress(writer.join().finish());
}

function staleSample(writer: BinaryWriter, at: number): void {
  writer.tag(2, WireType.LengthDelimited).fork();
  writer
    .tag(1, WireType.Bit64)
    .fixed64(0x7ff0000000000002n)
    .tag(2, WireType.Varint)
    .int64(START + at)
    .join();
}

test('samples of several moments are stored, and the answer says how many', async () => {
  const { post, samples } = await setUp();
  const answer = await post(
    bodyOf(
      series('a', [
        [0, 1],
        [5, 2],
      ]),
      series('b', [
        [0, NaN],
        [3, -0],
      ]),
    ),
  );
  expect(answer).toMatchObject({ status: 204, text: '' });
  expect(answer.headers.get('x-prometheus-remote-write-samples-written')).toBe('4');
  expect(await samples()).toEqual({
    'a{instance="i", job="j"}': [
      [START, 1],
      [START + 5, 2],
    ],
    'b{instance="i", job="j"}': [
      [START, NaN],
      [START + 3, -0],
    ],
  });
});

test('staleness markers are kept by their bits, and other values that are no number stay those', async () => {
  const { post, samples } = await setUp();
  const body = written((writer) => {
    staleSample(writer, 1);
  });
  expect((await post(body)).status).toBe(204);
  expect(await samples()).toEqual({ 'x{job="j"}': [[START + 1, 'stale']] });
});

test('native histograms come with whole and with fractional counts, or as the end of a series', async () => {
  const { post, samples } = await setUp();
  const whole = {
    ...series('h', []),
    histograms: [
      {
        count: 6,
        sum: 9.5,
        schema: 2,
        zeroThreshold: 0.001,
        zeroCount: 1,
        positive: { offset: -1, counts: [2, 0, 0, 3] },
        negative: { offset: 0, counts: [] },
        timestampMs: START,
      },
    ],
  };
  expect((await post(bodyOf(whole))).status).toBe(204);
  const fractional = written((writer) => {
    writer.tag(4, WireType.LengthDelimited).fork();
    writer
      .tag(2, WireType.Bit64)
      .double(2.5)
      .tag(3, WireType.Bit64)
      .double(1)
      .tag(4, WireType.Varint)
      .sint32(-53);
    writer
      .tag(11, WireType.LengthDelimited)
      .fork()
      .tag(1, WireType.Varint)
      .sint32(0)
      .tag(2, WireType.Varint)
      .uint32(2)
      .join();
    writer.tag(13, WireType.LengthDelimited).fork().double(0.5).double(2).join();
    writer.tag(16, WireType.LengthDelimited).fork().double(1.5).join();
    writer.tag(15, WireType.Varint).int64(START).join();
    writer.tag(4, WireType.LengthDelimited).fork();
    writer
      .tag(3, WireType.Bit64)
      .fixed64(0x7ff0000000000002n)
      .tag(15, WireType.Varint)
      .int64(START + 1)
      .join();
  });
  const answer = await post(fractional);
  expect(answer.headers.get('x-prometheus-remote-write-histograms-written')).toBe('2');
  const stored = await samples();
  expect(stored['h{instance="i", job="j"}']).toMatchObject([
    [
      START,
      {
        schema: 2,
        count: 6,
        sum: 9.5,
        zeroCount: 1,
        positive: [{ start: -1, counts: Float64Array.of(2, 0, 0, 3) }],
      },
    ],
  ]);
  expect(stored['x{job="j"}']).toMatchObject([
    [
      START,
      {
        schema: -53,
        count: 2.5,
        customValues: [1.5],
        positive: [{ start: 0, counts: Float64Array.of(0.5, 2) }],
      },
    ],
    [START + 1, 'stale'],
  ]);
});

test('samples that the store refuses are answered with 400, and the others are stored', async () => {
  const { post, samples, problems } = await setUp();
  await post(bodyOf(series('a', [[10, 1]])));
  const answer = await post(
    bodyOf(
      series('a', [
        [5, 1],
        [10, 2],
        [11, 3],
      ]),
      series('b', [[0, 1]]),
    ),
  );
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('2 samples');
  expect(answer.headers.get('x-prometheus-remote-write-samples-written')).toBe('2');
  expect((await samples())['a{instance="i", job="j"}']).toEqual([
    [START + 10, 1],
    [START + 11, 3],
  ]);
  expect(problems.get('out_of_order')).toBe(2);
});

test('series that can be none are left out and told, and the others are stored', async () => {
  const { post, samples, problems } = await setUp({ maxSeries: 1 });
  const bad = (labels: RemoteWriteSeries['labels']): RemoteWriteSeries => ({
    ...series('x', [[0, 1]]),
    labels,
  });
  const answer = await post(
    bodyOf(
      bad([['job', 'nameless']]),
      bad([
        ['__name__', 'twice'],
        ['a', '1'],
        ['a', '2'],
      ]),
      bad([
        ['__name__', 'long'],
        ['a', 'x'.repeat(5000)],
      ]),
      bad([['__name__', 'many'], ...Array.from({ length: 70 }, (_, i) => [`l${i}`, 'x'] as const)]),
      bad([
        ['__name__', 'huge'],
        ['a', 'x'.repeat(70_000)],
      ]),
      series('fine', [[0, 1]]),
      series('beyond', [[0, 1]]),
    ),
  );
  expect(answer.status).toBe(400);
  expect(Object.keys(await samples())).toEqual(['fine{instance="i", job="j"}']);
  expect(Object.fromEntries(problems)).toEqual({
    invalid_name: 2,
    too_long: 2,
    too_many_labels: 1,
    series_limit: 1,
  });
});

test('a body that declares four gigabytes is refused before memory is taken for it', async () => {
  const { post, counts } = await setUp();
  await post(bodyOf(series('warm', [[0, 1]])));
  const before = process.memoryUsage().rss;
  const bomb = Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]), Buffer.alloc(15)]);
  const answer = await post(bomb);
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('declares 4294967295 bytes') });
  expect(process.memoryUsage().rss - before).toBeLessThan(5 * 1024 * 1024);
  expect(counts.get('refused remote_write malformed')).toBe(1);
});

test.each([
  ['application/x-protobuf;proto=io.prometheus.write.v2.Request', 'snappy', 415, 'remote write 1.0'],
  ['application/json', 'snappy', 415, 'remote write 1.0'],
  ['application/x-protobuf', 'gzip', 415, 'neither snappy nor zstd'],
  ['application/x-protobuf; proto=prometheus.WriteRequest', 'snappy', 204, ''],
  ['application/x-protobuf', 'zstd', 204, ''],
])('a body of %s, compressed by %s, is answered with %d', async (type, encoding, status, text) => {
  const { post } = await setUp();
  const plain = writeRemoteWrite({ series: [series('a', [[0, 1]])], metadata: [] });
  const body = encoding === 'zstd' ? zstdCompressSync(plain) : snappy.compress(plain);
  const answer = await post(body, { 'content-type': type, 'content-encoding': encoding });
  expect(answer.status).toBe(status);
  expect(answer.text).toContain(text);
});

test.each([
  [
    'cut',
    snappy.compress(writeRemoteWrite({ series: [series('a', [[0, 1]])], metadata: [] }).subarray(0, 20)),
  ],
  ['no message', snappy.compress(Buffer.from('hello, this is text'))],
  ['not compressed', Buffer.from(writeRemoteWrite({ series: [series('a', [[0, 1]])], metadata: [] }))],
])('a body that is %s is refused as a whole', async (_, body) => {
  const { post, seriesCount, received } = await setUp();
  expect((await post(body)).status).toBe(400);
  expect([seriesCount(), received()]).toEqual([0, 0]);
});

test('a sender is told to come again where there is no room, or the disk is full', async () => {
  const crowded = await setUp({ budgetBytes: 10 });
  const answer = await crowded.post(bodyOf(series('a', [[0, 1]])));
  expect(answer).toMatchObject({ status: 503 });
  expect(answer.headers.get('retry-after')).toBe('1');
  const full = await setUp({
    flush: () => Promise.reject(new TelltaleError('TT_DATA_FOLDER', 'no space left')),
  });
  expect(await full.post(bodyOf(series('a', [[0, 1]])))).toMatchObject({
    status: 503,
    text: 'no space left\n',
  });
});
