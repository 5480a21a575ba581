/*
 * Log lines of five fields from a child logger into a file, in bursts of 500 for each turn of the event loop, written
 * to the end. Each contender runs in a process of its own, in turns; read the ratios.
 *
 * Modes: "each line" is written by itself; "chunks" are as large as the library makes them: 4 KiB for pino, as its
 * documentation advises, 64 KiB for ours. Ours redacts always, and rotates always; with correlation, a record has
 * the ids of the active span of OpenTelemetry, that of the request and two fields of its context.
 */
import { fork } from 'node:child_process';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { createLogger } from '@telltale/sdk';
import { runInContext } from '../../packages/sdk/src/context/context.ts';
import { median } from './rounds.ts';
import { printTable } from './table.ts';

const LINES = Number(process.env.LINES ?? 60_000);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
/** What V8 needs to know the program. */
const WARM_UP = 60_000;
const BURST = 500;
const MIB = 1024 ** 2;

/** Logs the line of a number; `end` resolves when all lines are in the file. */
interface Contender {
  readonly log: (index: number) => void;
  readonly run?: (burst: () => void) => void;
  readonly end: () => Promise<void>;
}

type Make = (file: string) => Promise<Contender>;

const MESSAGE = 'request done';
const BASE = { pid: 1, hostname: 'h' };
const CHILD = { svc: 'api', reqId: 'r-1' };
const REQUEST = { requestId: '7f3c2a', fields: { tenant: 'north', userTier: 'gold' } };
const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

function fields(index: number): object {
  return { orderId: index, userId: 'u-1234', route: '/api/orders/:id', status: 200, durationMs: 12.5 };
}

/** Runs a burst where a span of OpenTelemetry is active. */
function inSpan(burst: () => void): void {
  context.with(trace.setSpanContext(context.active(), SPAN), burst);
}

function ours(flushEvery: '0ms' | '100ms', isCorrelated: boolean): Make {
  return async (file) => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const root = createLogger({
      service: 'shop',
      flushEvery,
      sinks: [{ kind: 'file', path: file, maxSize: '10MB', maxFiles: 5 }],
    });
    const log = root.child(CHILD);
    return {
      log: (index) => log.info(fields(index), MESSAGE),
      ...(isCorrelated && { run: (burst: () => void) => runInContext(REQUEST, () => inSpan(burst)) }),
      end: () => root.close(),
    };
  };
}

function pino(options: { readonly sync: boolean; readonly minLength?: number }, isCorrelated = false): Make {
  return async (dest) => {
    const { pino: create } = await import('pino');
    const requests = new AsyncLocalStorage<typeof REQUEST>();
    const destination = create.destination({ dest, ...options });
    const mixin = () => {
      const { traceId, spanId } = trace.getActiveSpan()?.spanContext() ?? {};
      const { requestId, fields: own } = requests.getStore() ?? {};
      return { trace_id: traceId, span_id: spanId, request_id: requestId, ...own };
    };
    if (isCorrelated) context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const log = create({ base: BASE, ...(isCorrelated && { mixin }) }, destination).child(CHILD);
    return {
      log: (index) => log.info(fields(index), MESSAGE),
      ...(isCorrelated && { run: (burst: () => void) => requests.run(REQUEST, () => inSpan(burst)) }),
      end: async () => {
        destination.end();
        await once(destination, 'close');
      },
    };
  };
}

const pinoTransport: Make = async (destination) => {
  const { pino: create } = await import('pino');
  const transport = create.transport({ target: 'pino/file', options: { destination } });
  await once(transport, 'ready');
  const log = create({ base: BASE }, transport).child(CHILD);
  return {
    log: (index) => log.info(fields(index), MESSAGE),
    end: async () => {
      transport.end();
      await once(transport, 'close');
    },
  };
};

function winston(rotation: { readonly maxsize?: number; readonly maxFiles?: number }): Make {
  return async (filename) => {
    const { default: create } = await import('winston');
    const transport = new create.transports.File({ filename, ...rotation });
    const root = create.createLogger({
      format: create.format.combine(create.format.timestamp(), create.format.json()),
      defaultMeta: BASE,
      transports: [transport],
    });
    const log = root.child(CHILD);
    return {
      log: (index) => void log.info(MESSAGE, fields(index)),
      // Ended while lines are queued, winston throws "write after end".
      end: async () => {
        while (root.writableLength > 0 || root.readableLength > 0 || transport.writableLength > 0)
          await new Promise((resolve) => setTimeout(resolve, 2));
        const finished = once(transport, 'finish');
        root.end();
        await finished;
      },
    };
  };
}

const ROTATION = { maxsize: 10 * MIB, maxFiles: 6 };

const CONTENDERS: Readonly<Record<string, Make>> = {
  'pino, each line': pino({ sync: true }),
  'telltale with correlation, each line': ours('0ms', true),
  'telltale, each line': ours('0ms', false),
  'pino, chunks': pino({ sync: true, minLength: 4096 }),
  'pino, chunks, asynchronous': pino({ sync: false, minLength: 4096 }),
  'pino with correlation by mixin, chunks': pino({ sync: true, minLength: 4096 }, true),
  'pino, transport in a thread': pinoTransport,
  'winston, file': winston({}),
  'winston, file with rotation': winston(ROTATION),
  'telltale with correlation, chunks': ours('100ms', true),
  'telltale, chunks': ours('100ms', false),
};

interface Figures {
  readonly linesPerSecond: number;
  /** Time that the program spends in the call. */
  readonly callNs: number;
  readonly cpuNs: number;
  /** Lines in the files. */
  readonly kept: number;
}

async function logAll({ log, run = (burst) => burst() }: Contender, count: number): Promise<number> {
  let spentNs = 0n;
  for (let first = 0; first < count; first += BURST) {
    const start = process.hrtime.bigint();
    run(() => {
      for (let inBurst = 0; inBurst < BURST; inBurst++) log(first + inBurst);
    });
    spentNs += process.hrtime.bigint() - start;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return Number(spentNs);
}

async function measure(make: Make): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
  // Transports that run in a thread hold nothing alive.
  const timer = setInterval(() => undefined, 1000);
  try {
    const warmUp = await make(join(folder, 'warm-up.log'));
    await logAll(warmUp, WARM_UP);
    await warmUp.end();
    const contender = await make(join(folder, 'app.log'));
    const cpu = process.cpuUsage();
    const start = process.hrtime.bigint();
    const callNs = await logAll(contender, LINES);
    await contender.end();
    const tookNs = Number(process.hrtime.bigint() - start);
    const { user, system } = process.cpuUsage(cpu);
    const kept = readdirSync(folder)
      .filter((name) => name.startsWith('app'))
      .reduce((sum, name) => sum + readFileSync(join(folder, name), 'latin1').split('\n').length - 1, 0);
    return {
      linesPerSecond: (LINES / tookNs) * 1e9,
      callNs: callNs / LINES,
      cpuNs: ((user + system) * 1000) / LINES,
      kept,
    };
  } finally {
    clearInterval(timer);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function inOwnProcess(name: string): Promise<Figures> {
  const child = fork(import.meta.filename, [], { env: { ...process.env, BENCH_CONTENDER: name } });
  const [figures] = (await once(child, 'message')) as [Figures];
  child.kill();
  return figures;
}

async function compare(): Promise<void> {
  const all = new Map<string, Figures[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of Object.keys(CONTENDERS))
      all.set(name, [...(all.get(name) ?? []), await inOwnProcess(name)]);
  }
  const of = (name: string) => all.get(name) ?? [];
  const ratio = (figures: readonly Figures[], base: string) =>
    `${median(figures.map(({ linesPerSecond }, round) => linesPerSecond / of(base)[round].linesPerSecond)).toFixed(2)}x`;
  console.log(
    `${LINES} lines of five fields, ${ROUNDS} rounds, medians; each contender in its own process\n`,
  );
  const head = [
    'logger',
    'lines/s',
    'of pino, each line',
    'of pino, chunks',
    'of winston, rotation',
    'call ns',
    'CPU ns',
    'lines kept',
  ];
  const rows = [...all].map(([name, figures]) => [
    name,
    `${Math.round(median(figures.map(({ linesPerSecond }) => linesPerSecond)) / 1000)}k`,
    ratio(figures, 'pino, each line'),
    ratio(figures, 'pino, chunks'),
    ratio(figures, 'winston, file with rotation'),
    String(Math.round(median(figures.map(({ callNs }) => callNs)))),
    String(Math.round(median(figures.map(({ cpuNs }) => cpuNs)))),
    String(figures[0].kept),
  ]);
  printTable(head, rows);
}

const contender = CONTENDERS[process.env.BENCH_CONTENDER ?? ''];
if (contender) process.send?.(await measure(contender));
else await compare();
