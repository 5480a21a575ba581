import { stopRequest } from 'telltale-example-support/programs';

import { readSite } from '../demo/site.ts';
import { FAULTS } from './faults.ts';

const USAGE = `npm run fault -- NAME [SECONDS]

${Object.entries(FAULTS)
  .map(([name, { what }]) => `  ${name.padEnd(17)}${what}`)
  .join('\n')}`;

const [name = '', seconds = '30'] = process.argv.slice(2);

if (!Object.hasOwn(FAULTS, name) || !(Number(seconds) > 0)) {
  console.error(USAGE);
  process.exitCode = name === '' ? 0 : 2;
} else {
  try {
    const { what, alerts, check, run } = FAULTS[name];
    const seen = [...alerts, ...(check === undefined ? [] : [`${check} at /health`])];
    console.log(`For ${seconds} s, ${what}.\nLook for ${seen.join(' and ')}. Ctrl-C makes it good at once.`);
    const site = () => readSite(process.env.TELLTALE_DATA ?? '.telltale');
    await run(site, AbortSignal.any([stopRequest(), AbortSignal.timeout(Number(seconds) * 1000)]));
    console.log('It is good again.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
