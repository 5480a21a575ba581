import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');

/** The compilers that users have; each is tried where it is installed. */
const COMPILERS: readonly (readonly [string, string])[] = [
  ['7.0', 'node_modules/typescript'],
  ['6.0', 'test/compilers/node_modules/typescript-6.0'],
  ['5.9', 'test/compilers/node_modules/typescript-5.9'],
];

const HEAD = `import { alert, counter, defineMonitoring, gauge, histogram, httpServer, nodeRuntime, panel, ratio, slo, webhook } from '@telltale/definition';
const http = { method: ['GET', 'POST'], route: { maxValues: 60 }, status_code: { pattern: '[1-5][0-9][0-9]' } } as const;
const base = { service: 'shop', metrics: {
  requests_total: counter({ help: 'Requests', labels: http }),
  duration_seconds: histogram({ help: 'Duration', unit: 'seconds', labels: http, buckets: [0.1, 0.5, 1] }),
  connections: gauge({ help: 'Connections' }) } } as const;
const note = { onNoData: 'ignore', severity: 'info', summary: '' } as const;
nodeRuntime(); webhook({ url: '' }); void [alert, ratio, panel, slo, note];
`;

const panelOf = (query: string) =>
  `defineMonitoring({ ...base, dashboards: (m) => ({ D: { P: ${query} } }) });`;
const alertOf = (options: string) =>
  `defineMonitoring({ ...base, alerts: (m) => ({ A: alert({ ${options} }) }) });`;
const sloOf = (options: string) =>
  `defineMonitoring({ ...base, slos: (m) => ({ a: slo({ ${options} }) }) });`;
const rate = "m.requests_total.rate('5m')";

/** A mistake, and what the first line of the compiler's message has of it and of the way to mend it. */
const MISTAKES: readonly (readonly [string, string, RegExp])[] = [
  [
    'an unknown metric',
    panelOf("m.request_total.rate('5m')"),
    /'request_total' does not exist .*Did you mean 'requests_total'\?/,
  ],
  [
    'an unknown label',
    panelOf("m.requests_total.where({ status: '500' })"),
    /'status' does not exist in type '.*method.*route.*status_code/,
  ],
  [
    'an unknown value',
    panelOf("m.requests_total.where({ method: 'GTE' })"),
    /'"GTE"' is not assignable to type 'LabelMatch<"GET" \| "POST">/,
  ],
  [
    'a rate of a gauge',
    panelOf("m.connections.rate('5m')"),
    /'GaugeQuery<.*a gauge goes up and down and has no rate: use now\(\), or declare a counter/,
  ],
  [
    'the value of a counter',
    panelOf('m.requests_total.now()'),
    /'CounterQuery<.*the value of a counter means nothing: use rate\('5m'\)/,
  ],
  [
    'bytes compared with seconds',
    alertOf("when: m.duration_seconds.quantile(0.9, '5m').above({ GiB: 1 }), ...note"),
    /'GiB' does not exist in type '.*ms: number.*minutes: number/,
  ],
  [
    'a label that was summed away',
    alertOf(
      `when: ${rate}.sum('method').above(1), onNoData: 'ignore', severity: 'info', summary: ({ labels }) => labels.route`,
    ),
    /'route' does not exist on type '\{ readonly method: string; \}'/,
  ],
  ['a sum by an unknown label', panelOf(`${rate}.sum('rout')`), /'"rout"' is not assignable to .*"route"/],
  [
    'a ratio of different labels',
    panelOf(`ratio(${rate}.sum('route'), ${rate}.sum('method'))`),
    /'Query<"method", "per_second">' is not assignable to parameter of type 'Query<"route", "per_second">'/,
  ],
  [
    'an alert on a value',
    alertOf(`when: ${rate}.sum(), ...note`),
    /'Query<never, "per_second">' is not assignable to type 'QueryAboveOrBelow</,
  ],
  [
    'a page without a runbook',
    alertOf(`when: ${rate}.sum().above(1), onNoData: 'ignore', severity: 'page', summary: ''`),
    /'"page"' is not assignable to type 'TicketWarningOrInfoWithoutRunbook'/,
  ],
  [
    'an alert that does not say onNoData',
    alertOf(`when: ${rate}.sum().above(1), severity: 'info', summary: ''`),
    /'"info"' is not assignable to type '"say onNoData: 'fire', 'keep' or 'ignore'"'/,
  ],
  [
    'an objective that does not say noTraffic',
    sloOf("objective: 99, window: '30d', slowerThan: m.duration_seconds.over(0.5)"),
    /'number' is not assignable to type '"say noTraffic: 'good', 'bad' or 'nodata'"'/,
  ],
  [
    'an objective without all events',
    sloOf(`objective: 99, window: '30d', noTraffic: 'good', bad: ${rate}`),
    /'number' is not assignable to type '"give bad and total, or slowerThan"'/,
  ],
  [
    'an unknown policy of an objective',
    sloOf("objective: 99, window: '30d', noTraffic: 'fine', slowerThan: m.duration_seconds.over(0.5)"),
    /'"fine"' is not assignable to type '(NoTraffic|"good" \| "bad" \| "nodata")/,
  ],
  [
    'words for a duration',
    alertOf(`when: ${rate}.sum().above(1), for: '5 minutes', ...note`),
    /'"5 minutes"' is not assignable to type 'DurationSuchAs5m/,
  ],
  [
    'a route to an unknown receiver',
    "defineMonitoring({ ...base, receivers: { chat: webhook({ url: '' }) }, routes: { to: 'pager' } });",
    /'"pager"' is not assignable to type '"chat"'/,
  ],
  [
    'an unknown view of the HTTP kit',
    "httpServer({ labels: { status: 'status', path: 'path' } });",
    /UnknownRole<"path", .*"route"/,
  ],
  [
    'an unknown view of another kit',
    "nodeRuntime({ names: { cpus: 'x' } });",
    /'cpus' does not exist .*Did you mean to write 'cpu'\?/,
  ],
  [
    'a panel in another unit',
    panelOf("panel({ query: m.duration_seconds.quantile(0.9, '5m'), unit: 'bytes' })"),
    /'"bytes"' is not assignable to type '"seconds"/,
  ],
  [
    'milliseconds that are no bucket bound',
    "defineMonitoring({ ...base, slos: (m) => ({ a: { objective: 99, window: '30d', noTraffic: 'good', slowerThan: m.duration_seconds.over({ ms: 300 }) } }) });",
    /'300' is not assignable to type '.*\b500\b/,
  ],
  [
    'seconds that are no bucket bound',
    "defineMonitoring({ ...base, slos: (m) => ({ a: { objective: 99, window: '30d', noTraffic: 'good', slowerThan: m.duration_seconds.over(0.3) } }) });",
    /'0\.3' is not assignable to parameter of type '.*\b0\.5\b/,
  ],
];

/** A preset's size and more: 300 metrics, 60 alerts. */
function largeProgram(): string {
  const metrics = Array.from({ length: 300 }, (_, index) =>
    index % 3 === 0
      ? `m${index}_total: counter({ help: 'M', labels: http }),`
      : index % 3 === 1
        ? `m${index}_seconds: histogram({ help: 'M', unit: 'seconds', labels: http, buckets: [0.1, 0.5, 1, 2.5, 5] }),`
        : `m${index}: gauge({ help: 'M', labels: { shop: 'any' } }),`,
  );
  const alerts = Array.from({ length: 60 }, (_, index) =>
    index % 2 === 0
      ? `A${index}: alert({ when: ratio(m.m${index * 3}_total.where({ status_code: /5../ }).rate('5m').sum('route'), m.m${index * 3}_total.rate('5m').sum('route')).above({ percent: 5 }), ...note, summary: ({ labels }) => labels.route }),`
      : `A${index}: alert({ when: m.m${index * 3 + 1}_seconds.quantile(0.95, '5m', 'route').above({ ms: 500 }), ...note }),`,
  );
  return `${HEAD}export const large = defineMonitoring({ service: 'large', metrics: {\n${metrics.join('\n')}\n}, alerts: (m) => ({\n${alerts.join('\n')}\n}) });\n`;
}

/** Types that the compiler may make for the large program; more of them are what makes completion slow. */
const MAX_INSTANTIATIONS = 250_000;

let folder: string;

beforeAll(async () => {
  // Inside the package, so that the programs find its sources.
  folder = await mkdtemp(join(import.meta.dirname, '../test/types/messages-'));
  const options = { noEmit: true, composite: false, noUnusedLocals: false, noUnusedParameters: false };
  const project = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: options,
    files: ['mistakes.ts', 'large.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
  await writeFile(join(folder, 'mistakes.ts'), HEAD + MISTAKES.map(([, code]) => code).join('\n'));
  await writeFile(join(folder, 'large.ts'), largeProgram());
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function compile(compiler: string): Promise<string> {
  const argv = [join(root, compiler, 'bin/tsc'), '-p', folder, '--pretty', 'false', '--extendedDiagnostics'];
  const { stdout } = await run(process.execPath, argv, { cwd: folder }).catch((error: unknown) => ({
    stdout: String(Reflect.get(Object(error), 'stdout')),
  }));
  return stdout;
}

/** The first line of the message of each mistake; empty where the compiler accepts it. */
function firstLines(output: string): readonly string[] {
  const messages = output.matchAll(/^mistakes\.ts\((\d+),\d+\): error TS\d+: (.*)$/gm);
  const byLine = new Map([...messages].map(([, line, text]) => [Number(line), text]));
  const first = HEAD.split('\n').length;
  return MISTAKES.map((_, index) => byLine.get(first + index) ?? '');
}

describe.each(COMPILERS)('TypeScript %s', (version, compiler) => {
  const isThere = existsSync(join(root, compiler));
  const note = isThere ? '' : ` (not run: TypeScript ${version} is not in ${compiler})`;
  let output = '';

  beforeAll(async () => {
    if (isThere) output = await compile(compiler);
  }, 120_000);

  test.skipIf(!isThere)(`names in the first line of a message what is wrong and what to write${note}`, () => {
    const lines = firstLines(output);
    const unclear = MISTAKES.flatMap(([mistake, , message], index) =>
      message.test(lines[index]) ? [] : [[mistake, lines[index]]],
    );
    expect(unclear).toEqual([]);
    expect(output).not.toContain('large.ts(');
  });

  test.skipIf(!isThere)(`checks 300 metrics and 60 alerts within a budget of instantiations${note}`, () => {
    const instantiations = Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]);
    expect(instantiations).toBeGreaterThan(1000);
    expect(instantiations).toBeLessThan(MAX_INSTANTIATIONS);
  });
});
