import './workspace/bootstrap-node.mjs';

import { PlainFailure, runScript } from './workspace/run-program.mjs';

const FAULTS = { break: 'failing', fix: 'none' };

await runScript(async () => {
  const verb = process.argv[2];
  if (verb === undefined || !Object.hasOwn(FAULTS, verb)) {
    throw new PlainFailure('usage: node scripts/shop-fault.mjs break|fix', 2);
  }
  const shop = `http://127.0.0.1:${process.env.SHOP_PORT ?? '4480'}`;
  const response = await fetch(`${shop}/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ checkout: FAULTS[verb] }),
    signal: AbortSignal.timeout(5000),
  }).catch(() => undefined);
  if (response === undefined) {
    throw new PlainFailure(`no shop answers at ${shop}. Start it with "npm start" in another terminal.`);
  }
  if (!response.ok) throw new PlainFailure(`${shop}/fault answered ${response.status}`);
  if (verb === 'break') await announceDeployment();
  console.log(
    verb === 'break'
      ? 'Checkout fails from now on. Watch the alert; "npm run fix" mends it.'
      : 'Checkout works again. The alert resolves within a minute.',
  );
});

/** The fault comes with a new version, and a pipeline tells the station of what it deploys. */
async function announceDeployment() {
  const station = `http://127.0.0.1:${process.env.TELLTALE_PORT ?? '4400'}`;
  await fetch(`${station}/api/telltale/annotations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'deployment',
      title: 'shop 1.1.0',
      text: 'Payments go to another provider',
      subject: 'shop',
    }),
    signal: AbortSignal.timeout(5000),
  }).catch(() => undefined);
}
