import { createServer } from 'node:http';
import { FAMILIES, FLEET_SIZES, Instance } from './fleet.ts';

/*
 * The targets of the ingest benchmark in a process of their own: the same pages for each engine, made beforehand so
 * that serving them costs next to nothing. Tells its port, then at each message of its parent the samples served.
 */
const STEPS = 24;
const TARGET_LABELS = /,?instance="[^"]*",job="[^"]*"/;

/** A scraper adds the labels of the target itself. */
function pageOf({ prefixes, values }: Instance): Buffer {
  const lines = prefixes.map((prefix, i) => {
    const own = prefix.replace(TARGET_LABELS, '').replace('{}', '');
    return `${own}${values[i]}\n`;
  });
  return Buffer.from(`${FAMILIES.join('\n')}\n${lines.join('')}`);
}

const size = FLEET_SIZES.ingest;
const targets = Array.from({ length: size.instances }, (_, index) => {
  const instance = new Instance(index, size);
  const pages = Array.from({ length: STEPS }, () => {
    instance.step();
    return pageOf(instance);
  });
  return { pages, series: instance.values.length, at: 0 };
});
let samples = 0;
const server = createServer(({ url = '' }, response) => {
  const target = targets[Number(url.slice(1))];
  if (target === undefined) {
    response.writeHead(404).end();
    return;
  }
  const page = target.pages[target.at++ % STEPS];
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4', 'content-length': page.length });
  response.end(page, () => (samples += target.series));
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('message', () => process.send?.({ samples }));
process.once('disconnect', () => process.exit());
