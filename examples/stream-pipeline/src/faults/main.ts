import { readSite } from '../demo/site.ts';
import { stopRequest } from '../processes/stop-request.ts';
import { ALL_FAULTS } from './all-faults.ts';

const [name = '', seconds = '30'] = process.argv.slice(2);
const folder = process.env.TELLTALE_DATA ?? '.telltale';

if (!Object.hasOwn(ALL_FAULTS, name)) {
  console.error(`npm run fault NAME [SECONDS]\n\nNames: ${Object.keys(ALL_FAULTS).join(', ')}`);
  process.exitCode = name === '' ? 0 : 2;
} else {
  try {
    const { what, alerts, run } = ALL_FAULTS[name];
    console.log(
      `For ${seconds} s, ${what}.\nLook for ${alerts.join(' and ')}. Ctrl-C makes it good at once.`,
    );
    await run(
      () => readSite(folder),
      AbortSignal.any([stopRequest(), AbortSignal.timeout(Number(seconds) * 1000)]),
    );
    console.log('It is good again.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
