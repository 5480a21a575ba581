import type { CheckRule, ExampleInput } from 'telltale';

const LANGUAGES: Readonly<Record<string, string>> = {
  cjs: 'js',
  conf: 'text',
  js: 'js',
  json: 'json',
  md: 'markdown',
  py: 'python',
  sh: 'sh',
  ts: 'ts',
  yaml: 'yaml',
  yml: 'yaml',
};

/** The page about one rule: why it matters, what it reports, each example wrong and right, how to silence it. */
export function printRulePage({
  id,
  severity,
  preset = 'recommended',
  why,
  doc,
  examples,
}: CheckRule): string {
  const shown = examples.filter(({ wrong, right }) => hasFiles(wrong) && hasFiles(right));
  return [
    `# ${id}\n`,
    `${severity} · ${preset === 'strict' ? 'in `--preset strict` only' : 'in both presets, `recommended` and `strict`'} · [all rules](../README.md)\n`,
    `**Why it matters.** ${why}\n`,
    `**What is reported.** ${doc.replaceAll(/\s*\n\s*/g, ' ')}\n`,
    ...shown.flatMap(({ wrong, right }) => [
      '## Wrong\n',
      ...filesOf(wrong, []),
      '## Right\n',
      ...filesOf(right, sameFiles(wrong, right)),
    ]),
    `## Where it is right as it is\n`,
    `A comment in front of the line, with a reason and, if you like, an end:\n`,
    `\`\`\`yaml\n# telltale-disable-next-line ${id} -- why this is right here (until 2030-12-31)\n\`\`\`\n`,
    `In files without comments, such as dashboards, keep the finding in a [baseline](../../../../packages/telltale/docs/check.md#what-is-known-already).\n`,
    `Generated from the rule by \`npm run docs\`; do not edit. \`npx telltale check --explain ${id}\` says the same.\n`,
  ].join('\n');
}

function hasFiles({ files }: ExampleInput): boolean {
  return Object.keys(files ?? {}).length > 0;
}

/** What the reader has seen in the wrong example. */
function sameFiles(wrong: ExampleInput, right: ExampleInput): readonly string[] {
  return Object.entries(wrong.files ?? {})
    .filter(([name, text]) => right.files?.[name] === text)
    .map(([name]) => name);
}

function filesOf({ files = {} }: ExampleInput, seen: readonly string[]): readonly string[] {
  return Object.entries(files)
    .filter(([name]) => !seen.includes(name))
    .flatMap(([name, text]) => {
      const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length + 1)));
      const language = LANGUAGES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text';
      return [`\`${name}\`\n`, `${fence}${language}\n${text.trimEnd()}\n${fence}\n`];
    });
}
