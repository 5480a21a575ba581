/*
 * Everything on: metrics, a log record for each request, a tenth of the traces and health, on Express and on Fastify,
 * next to the libraries that are usually put together for it. Those are in `bench/peers`, installed by the first run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareAddedCost } from './added-cost.ts';
import { startProgram } from './http-load.ts';

const PEERS = join(import.meta.dirname, '../peers');
const PEER = join(PEERS, 'service.cjs');
const OURS = join(import.meta.dirname, 'whole-service.mjs');
/** Found from the folder of the peers. */
const INSTRUMENTATION = '@opentelemetry/auto-instrumentations-node/register';

if (!existsSync(join(PEERS, 'node_modules'))) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: 'inherit' });
}
const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
// Takes whatever spans come and keeps none.
const collector = createServer((request, response) => request.resume().on('end', () => response.end()));
await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
const collectorUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

const PEER_ENVIRONMENT = {
  OTEL_SERVICE_NAME: 'bench',
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: '0.1',
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

try {
  for (const framework of ['express', 'fastify']) {
    const usual = `${framework} OpenTelemetry + prom-client + pino`;
    const ours = { BENCH_LOG: join(folder, `${framework}.log`), BENCH_COLLECTOR: collectorUrl };
    const theirs = { ...PEER_ENVIRONMENT, BENCH_LOG: join(folder, `${framework}-peer.log`) };
    await compareAddedCost([
      {
        name: `${framework} bare`,
        start: () => startProgram({ name: 'bare', file: PEER, args: [framework, 'bare'] }),
      },
      {
        name: `${framework} telltale`,
        start: () => startProgram({ name: 'telltale', file: OURS, args: [framework], env: ours }),
      },
      {
        name: usual,
        start: () =>
          startProgram({
            name: usual,
            file: PEER,
            args: [framework, 'all'],
            flags: ['--require', createRequire(PEER).resolve(INSTRUMENTATION)],
            env: theirs,
          }),
      },
    ]);
  }
} finally {
  collector.close();
  rmSync(folder, { recursive: true, force: true });
}
