import { stopRequest } from 'telltale-example-support/programs';

import { readSite } from '../demo/site.ts';
import { ALL_FAULTS } from './all-faults.ts';

const USAGE = `npm run fault -- NAME [SECONDS]

${Object.entries(ALL_FAULTS)
  .map(([name, { what }]) => `  ${name.padEnd(15)}${what}`)
  .join('\n')}`;

const [name = '', seconds = '30'] = process.argv.slice(2);

if (!Object.hasOwn(ALL_FAULTS, name) || !(Number(seconds) > 0)) {
  console.error(USAGE);
  process.exitCode = name === '' ? 0 : 2;
} else {
  try {
    const { what, alerts, run } = ALL_FAULTS[name];
    console.log(
      `For ${seconds} s, ${what}.\nLook for ${alerts.join(' and ')}. Ctrl-C makes it good at once.`,
    );
    const site = () => readSite(process.env.TELLTALE_DATA ?? '.telltale');
    await run(site, AbortSignal.any([stopRequest(), AbortSignal.timeout(Number(seconds) * 1000)]));
    console.log('It is good again.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
