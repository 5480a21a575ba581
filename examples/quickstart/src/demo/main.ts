import { fileURLToPath } from 'node:url';

import { answers } from './readiness.ts';
import { createSupervisor } from './supervisor.ts';

const stationUrl = `http://127.0.0.1:${process.env.TELLTALE_PORT ?? 4400}`;
const shopUrl = `http://127.0.0.1:${process.env.SHOP_PORT ?? 4480}`;
const dataFolder = process.env.TELLTALE_DATA ?? '.telltale';

const scriptPath = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const telltale = fileURLToPath(new URL('../bin/telltale.js', import.meta.resolve('telltale')));
const config = scriptPath('../../telltale.config.ts');

const supervisor = createSupervisor();
const untilEnd = new AbortController();

function printStatus(): void {
  console.log(`
  Telltale is watching a shop.

    The page   ${stationUrl}
    The shop   ${shopUrl}   (with about 5 to 40 requests per second)
    The data   ${dataFolder}   (kept when you stop)

  Next, in a second terminal:

    npm run break   checkout fails; within a minute an alert fires and arrives here
    npm run fix     checkout works again; the alert resolves

  Ctrl-C stops everything.
`);
}

function startPrograms(): void {
  supervisor.start({
    name: 'sink',
    args: [scriptPath('../sink/main.ts')],
    onLine: (line) => console.log(line),
  });
  supervisor.start({ name: 'shop', args: [scriptPath('../shop/main.ts')] });
  supervisor.start({ name: 'station', args: [telltale, 'up', '--config', config, '--data', dataFolder] });
  supervisor.start({ name: 'load', args: [scriptPath('../load/main.ts')] });
}

/** Resolves with the exit code when somebody asks the demo to stop or its starter is gone. */
function stopRequest(): Promise<number> {
  return new Promise((resolve) => {
    // Not `once`: npm and the terminal both send the signal, and the second must not kill the demo.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(0));
    process.once('disconnect', () => resolve(1));
  });
}

async function endOfProgram(): Promise<number> {
  const { name, code } = await supervisor.firstEnd;
  // A program that failed has said why.
  if (!code) console.error(`The ${name} ended; everything else stops too.`);
  return code || 1;
}

const stopRequested = stopRequest();
startPrograms();
Promise.all([answers(`${stationUrl}/-/ready`, untilEnd.signal), answers(shopUrl, untilEnd.signal)]).then(
  printStatus,
  () => undefined,
);
process.exitCode = await Promise.race([stopRequested, endOfProgram()]);
untilEnd.abort();
await supervisor.stop();
process.disconnect?.();
