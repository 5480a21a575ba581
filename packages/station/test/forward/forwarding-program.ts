/*
 * Forwards numbered log records to an address until it is killed, and prints the number of each that it would
 * acknowledge: node --conditions=@telltale/source forwarding-program.ts FOLDER URL FIRST
 */
import { setImmediate as turn } from 'node:timers/promises';
import { systemClock } from '@telltale/model';
import { createForwarders } from '../../src/forward/create-forwarders.ts';

const [dataFolder, url, first] = process.argv.slice(2);
const forwarders = await createForwarders({
  settings: { logs: [{ kind: 'otlp', url }] },
  dataFolder,
  clock: systemClock,
  log: (line) => process.stderr.write(`${line}\n`),
});
forwarders.start();
for (let index = Number(first); ; index++) {
  const record = { timeMs: Date.now(), severity: 9, service: 'shop', message: String(index) };
  await forwarders.logs[0].offer([{ ...record, attributes: {}, resource: {} }]);
  process.stdout.write(`${index}\n`);
  await turn();
}
