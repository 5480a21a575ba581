import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

const DEFINITION = `import { defineMonitoring } from '${import.meta.resolve('@telltale/definition')}';
export default defineMonitoring({
  service: 'shop',
  targets: { shop: { address: '127.0.0.1:3000' } },
  environments: { staging: { targets: { shop: { address: '127.0.0.1:3001' } } } },
});
`;
const PAGE = '# TYPE a gauge\na 1 1700000000\n# EOF\n';

function shopFolder(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'telltale.config.ts'), DEFINITION);
  writeFileSync(join(folder, 'page.txt'), PAGE);
  return folder;
}

test.each([
  ['check', ['check', '.']],
  ['advise', ['advise', 'retention', '.']],
  ['backfill', ['backfill', 'page.txt']],
  ['gen', ['gen', 'prometheus']],
])('%s reads the definition for the environment that --env names', async (_, argv) => {
  const folder = shopFolder();
  const { errors } = await run(folder, ...argv, '--env', 'stagign');
  expect(errors).toContain("there is no environment 'stagign': did you mean 'staging'?");
  expect((await run(folder, ...argv, '--env', 'staging')).errors).not.toContain('environment');
});
