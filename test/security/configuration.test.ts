import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BILLION = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
].join('\n');

/** A tag that some readers of YAML run as code. */
const CODE = `!!js/function 'function () { require("fs").writeFileSync("taken", ""); }'`;

/** What each of the files may be, as text of its main field, and what it is called by. */
const FILES = [
  { option: '--prometheus-config', field: 'scrape_configs' },
  { option: '--rules', field: 'groups' },
  { option: '--alertmanager', field: 'receivers' },
] as const;

const HOSTILE: readonly (readonly [what: string, text: (field: string) => string, told: RegExp])[] = [
  ['aliases that become a billion values', (field) => `${BILLION}\n${field}: *a9\n`, /hostile\.yml:\d+:\d+/],
  [
    'a list of aliases in the place of a list',
    (field) => `${field}: &a [*b, &b [*a, *a]]\n`,
    /hostile\.yml:\d+:\d+/,
  ],
  ['a tag that is code', (field) => `${field}: ${CODE}\n`, /hostile\.yml:\d+:\d+/],
  ['names of the prototype', (field) => `__proto__: { polluted: 1 }\n${field}: []\n`, /no field '__proto__'/],
  ['brackets 100,000 deep', (field) => `${field}: ${'['.repeat(100_000)}`, /nested too deeply/],
  ['fifty megabytes', (field) => `${field}: []\n${`# ${'x'.repeat(1000)}\n`.repeat(50_000)}`, /the limit is/],
  ['bytes that are no text', (field) => `${field}: "\0\u0001"\n`, /hostile\.yml/],
];

describe.each(FILES)('a file for $option', ({ option, field }) => {
  test.each(HOSTILE)(
    'with %s is refused with what is wrong, and runs nothing (case 90)',
    async (_, text, told) => {
      const cwd = temporaryFolder();
      writeFileSync(join(cwd, 'hostile.yml'), text(field));
      const command = ['up', '--port', String(await freePort()), '--no-host', option, 'hostile.yml'];
      const { exit, output } = await telltaleHere(command, { cwd });
      expect(exit, output).not.toBe(0);
      expect(output).toMatch(told);
      expect(output.length).toBeLessThan(5000);
      expect(existsSync(join(cwd, 'taken'))).toBe(false);
      expect({}).not.toHaveProperty('polluted');
    },
  );
});
