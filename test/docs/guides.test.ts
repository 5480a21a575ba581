import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';
import { optionsOfProgram } from '../../scripts/docs/cli-page.ts';
import { hasProgram } from '../support/counterpart.ts';
import { ROOT } from '../support/program.ts';
import { readGuide } from './walk/read-guide.ts';
import { Walk } from './walk/walk.ts';

const FOLDER = 'docs/guides';

/** Guides that a new user can follow from an empty folder, with the programs beside ours that they need. */
const WALKS: Readonly<Record<string, readonly string[]>> = {
  'your-app.md': ['curl'],
  'from-prom-client.md': ['curl'],
  'from-winston.md': [],
  'from-opentelemetry.md': ['curl'],
  'from-grafana-prometheus.md': ['prometheus', 'promtool', 'amtool'],
  'scaling-out.md': ['curl', 'prometheus'],
  'troubleshooting.md': ['curl'],
  'naming.md': [],
  'versioning.md': [],
  'when-not.md': [],
  'comparison.md': [],
};
const WALK_MS = 240_000;

function guideText(name: string): string {
  return readFileSync(join(ROOT, FOLDER, name), 'utf8');
}

describe('the guides', () => {
  const walks = Object.entries(WALKS).map(([name, programs]) => ({ name, programs }));

  test.for(walks)(
    'a new user who follows $name in an empty folder gets what it says',
    { timeout: WALK_MS },
    async ({ name, programs }, { skip }) => {
      const missing = programs.filter((program) => !hasProgram(program));
      if (missing.length > 0) skip(`needs ${missing.join(', ')}`);
      const walk = new Walk();
      onTestFinished(() => walk.end());
      for (const step of readGuide(guideText(name))) await walk.take(step);
    },
  );

  const guides = globSync('*.md', { cwd: join(ROOT, FOLDER) }).map((name) => ({ name }));

  test.for(guides)('the verbs and options of `telltale` in $name exist', ({ name }) => {
    const options = optionsOfProgram();
    const verbs = [...new Set(options.map(({ verb }) => verb))];
    const wrong = [...guideText(name).matchAll(/^(?:\$ )?(?:npx )?telltale (.*?)(?: +#.*)?$/gm)].flatMap(
      ([line, command]) => {
        const verb = verbs
          .filter((known) => `${command} `.startsWith(`${known} `))
          .toSorted()
          .at(-1);
        const [own] = command.split(' -- ');
        const used = own.match(/(?<= )--[\w.-]+/g) ?? [];
        const known = options.filter((option) => option.verb === verb).map(({ flags }) => flags);
        const unknown = used.filter(
          (flag) => flag !== '--help' && !known.some((flags) => flags.split(/[ ,]+/).includes(flag)),
        );
        return verb === undefined || unknown.length > 0 ? [`${line}: ${unknown.join(', ')}`] : [];
      },
    );
    expect(wrong).toEqual([]);
  });
});
