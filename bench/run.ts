/*
 * `npm run bench [-- sdk|engine …]`: every suite prints ratios to peers measured in the same run,
 * round by round, so that a busy machine slows both sides alike.
 */
const SUITES = {
  sdk: () => import('./sdk.ts'),
  engine: () => import('./engine.ts'),
  storage: () => import('./storage.ts'),
} as const;

const wanted = process.argv.slice(2);
const names = Object.keys(SUITES) as (keyof typeof SUITES)[];
const unknown = wanted.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`There is no suite "${unknown.join('", "')}"; the suites are: ${names.join(', ')}.`);
  process.exit(2);
}
for (const name of names) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { run } = await SUITES[name]();
  console.log(`\n## ${name}\n`);
  await run();
}
