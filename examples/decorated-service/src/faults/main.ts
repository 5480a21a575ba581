import { stopRequest } from 'telltale-example-support/programs';
import { untilAborted } from 'telltale-example-support/waiting';

import { FAULTS, isFaultName } from './faults.ts';
import { setFault } from './set-fault.ts';

const USAGE = `npm run fault -- NAME [SECONDS]

${Object.entries(FAULTS)
  .map(([name, { what }]) => `  ${name.padEnd(10)}${what}`)
  .join('\n')}`;

const [name = '', seconds = '30'] = process.argv.slice(2);

if (!isFaultName(name) || !(Number(seconds) > 0)) {
  console.error(USAGE);
  process.exitCode = name === '' ? 0 : 2;
} else {
  const { what, alert } = FAULTS[name];
  try {
    await setFault(name, true, process.env);
    console.log(`For ${seconds} s, ${what}.\nLook for ${alert}. Ctrl-C makes it good at once.`);
    await untilAborted(stopRequest(), Number(seconds) * 1000);
    await setFault(name, false, process.env);
    console.log('It is good again.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
