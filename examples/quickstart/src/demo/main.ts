import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSupervisor, stopRequest } from 'telltale-example-support/programs';
import { untilAborted, untilOk } from 'telltale-example-support/waiting';

const stationUrl = `http://127.0.0.1:${process.env.TELLTALE_PORT ?? 4400}`;
const shopUrl = `http://127.0.0.1:${process.env.SHOP_PORT ?? 4480}`;
const dataFolder = process.env.TELLTALE_DATA ?? '.telltale';

const scriptPath = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const telltale = fileURLToPath(new URL('../bin/telltale.js', import.meta.resolve('telltale')));
const shopDb = process.env.SHOP_DB ?? join(dataFolder, 'shop.db');
const config = scriptPath('../../telltale.config.ts');

const stopRequested = stopRequest();
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
  supervisor.start({ name: 'shop', args: [scriptPath('../shop/main.ts')], env: { SHOP_DB: shopDb } });
  supervisor.start({ name: 'station', args: [telltale, 'up', '--config', config, '--data', dataFolder] });
  supervisor.start({ name: 'load', args: [scriptPath('../load/main.ts')] });
}

/** Why the demo ends. */
interface Ending {
  readonly exitCode: number;
  readonly message?: string;
}

/** Somebody asks the demo to stop, or its starter is gone. */
async function stopped(): Promise<Ending> {
  await untilAborted(AbortSignal.any([stopRequested, untilEnd.signal]));
  return { exitCode: 0 };
}

/** One of the programs ends by itself. */
async function programEnd(): Promise<Ending> {
  const { name, code } = await supervisor.firstEnd;
  // Ctrl-C in a terminal reaches all programs at once; the request to stop counts then.
  await delay(300);
  // A program that failed has said why.
  return code
    ? { exitCode: code }
    : { exitCode: 1, message: `The ${name} ended; everything else stops too.` };
}

startPrograms();
Promise.all([untilOk(`${stationUrl}/-/ready`, untilEnd.signal), untilOk(shopUrl, untilEnd.signal)]).then(
  printStatus,
  () => undefined,
);
const { exitCode, message } = await Promise.race([stopped(), programEnd()]);
if (message !== undefined) console.error(message);
process.exitCode = exitCode;
untilEnd.abort();
await supervisor.stop();
process.disconnect?.();
