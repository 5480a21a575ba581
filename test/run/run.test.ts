import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StoredLogRecord } from '@telltale/model';
import type { LogsResponse } from '@telltale/station/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSignalStation } from '../../packages/telltale/test/support/signal-station.ts';
import type { SignalStation } from '../../packages/telltale/test/support/signal-station.ts';

const BIN = fileURLToPath(new URL('../../packages/telltale/bin/telltale.js', import.meta.url));
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const hasPython = spawnSync('python3', ['--version']).status === 0;

const children: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'telltale-run-'));
let station: SignalStation;
beforeAll(async () => void (station = await startSignalStation()));
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await station.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  /** Resolves when it has written a text. */
  readonly wrote: (text: string) => Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** `telltale run` in a process of its own, without a terminal. */
function start(options: readonly string[], command: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [BIN, 'run', ...options, '--', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
  });
  children.push(child);
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  const note = () => waiting.forEach((check) => check());
  child.stdout.on('data', (chunk) => ((stdout += String(chunk)), note()));
  child.stderr.on('data', (chunk) => ((stderr += String(chunk)), note()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  const wrote = (text: string) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!stdout.includes(text) && !stderr.includes(text)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { child, wrote, ended };
}

const at = () => ['--url', station.url];

/** What the station has of a service, the oldest first. */
async function recordsOf(service: string, url = station.url): Promise<readonly StoredLogRecord[]> {
  const query = encodeURIComponent(`service:"${service}"`);
  const answer = await fetch(`${url}/api/telltale/logs?order=oldest&limit=1000&query=${query}`);
  return ((await answer.json()) as LogsResponse).records;
}

/* Together: they wait for processes most of the time. */
describe.concurrent('telltale run', () => {
  test('passes the output through unchanged, gives the exit code, and sends the lines as records', async () => {
    const script = 'printf "plain ä\\n\\033[31mERROR\\033[0m red\\nno end"; echo warning: low >&2; exit 7';
    const { code, stdout, stderr } = await start([...at(), '--name', 'mixed'], ['sh', '-c', script]).ended;
    expect({ code, stdout, stderr }).toEqual({
      code: 7,
      stdout: 'plain ä\n\u001B[31mERROR\u001B[0m red\nno end',
      stderr: 'warning: low\n',
    });
    const records = await recordsOf('mixed');
    const found = records.map(({ message, severity, attributes: { 'log.iostream': stream } }) => [
      message,
      severity,
      stream,
    ]);
    expect(found).toHaveLength(4);
    expect(found).toEqual(
      expect.arrayContaining([
        ['ERROR red', 17, 'stdout'],
        ['no end', 0, 'stdout'],
        ['plain ä', 0, 'stdout'],
        ['warning: low', 13, 'stderr'],
      ]),
    );
    expect(records[0].resource).toMatchObject({
      'process.pid': expect.any(Number),
      'host.name': expect.any(String),
    });
  });

  test('lines of JSON keep their level, time, trace and fields', async () => {
    const program = `require('pino')({ name: 'cart' }).error({ trace_id: '${TRACE}', order: { id: 7 } }, 'refused')`;
    expect((await start([...at(), '--name', 'json'], ['node', '-e', program]).ended).code).toBe(0);
    const [record] = await recordsOf('json');
    expect(record).toMatchObject({ message: 'refused', severity: 17, traceId: TRACE, logger: 'cart' });
    expect(record.attributes).toEqual({ order: { id: 7 }, 'log.iostream': 'stdout' });
    expect(record.timeMs).toBeLessThan(Date.now());
  });

  test.runIf(hasPython)('an uncaught exception of Python is one record, at once', async () => {
    const program =
      'import logging, time\nlogging.basicConfig()\nprint("hello")\nlogging.warning("slow")\ntime.sleep(30)\n';
    const running = start([...at(), '--name', 'python'], ['python3', '-c', program]);
    await running.wrote('hello');
    await running.wrote('slow');
    running.child.kill('SIGTERM');
    await running.ended;
    const [first, second] = await recordsOf('python');
    expect([first, second].map(({ message }) => message)).toEqual(
      expect.arrayContaining(['hello', 'WARNING:root:slow']),
    );
    const failing = 'def f():\n  raise ValueError("no such card")\nf()';
    expect((await start([...at(), '--name', 'broken'], ['python3', '-c', failing]).ended).code).toBe(1);
    const [record, ...others] = await recordsOf('broken');
    expect(others).toEqual([]);
    expect(record.severity).toBe(17);
    expect(record.message).toMatch(
      /^Traceback \(most recent call last\):\n {2}File [^]*\nValueError: no such card$/,
    );
  });

  test('the program is told where OpenTelemetry sends to, unless it knows', async () => {
    const print = ['sh', '-c', 'echo "$OTEL_EXPORTER_OTLP_ENDPOINT $OTEL_SERVICE_NAME $OTEL_LOGS_EXPORTER"'];
    const { stdout } = await start([...at(), '--name', 'told'], print).ended;
    expect(stdout).toBe(`${station.url} told none\n`);
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SERVICE_NAME: 'own' };
    expect((await start(at(), print, env).ended).stdout).toBe('http://collector:4318 own \n');
    expect(await recordsOf('own')).toHaveLength(1);
  });

  test.each([
    [['node', '-e', 'process.kill(process.pid, "SIGKILL")'], 137],
    [['sh', '-c', 'exit 3'], 3],
    [['/no/such/program'], 127],
    [['/'], 126],
  ])('the exit code of %j is %i', async (command, code) => {
    expect((await start(at(), command).ended).code).toBe(code);
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const)(
    '%s goes to the program, which decides',
    async (signal) => {
      const script = `trap 'echo got it; exit 5' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
      const running = start([...at(), '--name', signal], ['sh', '-c', script]);
      await running.wrote('ready');
      running.child.kill(signal);
      const { code, stdout } = await running.ended;
      expect({ code, stdout }).toEqual({ code: 5, stdout: 'ready\ngot it\n' });
      expect((await recordsOf(signal)).map(({ message }) => message)).toEqual(['ready', 'got it']);
    },
  );

  test('neither waits for a station that is not there, nor loses what came before it was', async () => {
    const first = await startSignalStation();
    const { url } = first;
    await first.stop();
    const script =
      'for i in 1 2 3; do echo "line $i"; done; read -r _ </dev/null; while [ ! -e "$FLAG" ]; do sleep 0.05; done';
    const flag = join(folder, 'go');
    const running = start(['--url', url, '--name', 'early'], ['sh', '-c', script], { FLAG: flag });
    await running.wrote('line 3');
    await running.wrote('no station answers');
    const later = await startSignalStation({ port: Number(new URL(url).port) });
    await running.wrote('the station is there');
    spawnSync('touch', [flag]);
    expect((await running.ended).code).toBe(0);
    expect((await recordsOf('early', url)).map(({ message }) => message)).toEqual([
      'line 1',
      'line 2',
      'line 3',
    ]);
    await later.stop();
  });

  test('what could not be sent is told with its number, and the exit code stays', async () => {
    const { code, stdout, stderr } = await start(
      ['--url', '127.0.0.1:1'],
      ['sh', '-c', 'echo a; echo b; exit 4'],
    ).ended;
    expect({ code, stdout }).toEqual({ code: 4, stdout: 'a\nb\n' });
    expect(stderr).toContain('2 log records were not sent to http://127.0.0.1:1');
  });

  test('a reader that leaves ends the program, and one that is left behind keeps nobody', async () => {
    const endless = start(at(), ['sh', '-c', 'while echo y; do :; done 2>/dev/null']);
    await endless.wrote('y');
    endless.child.stdout?.destroy();
    await endless.ended;
    const { code, stdout } = await start(at(), ['sh', '-c', 'sleep 30 & echo done']).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'done\n' });
  });

  test('a wrong call is told', async () => {
    const { code, stderr } = await start(['--name', ''], ['true']).ended;
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--name is empty') });
  });
});
