import type { CheckRule, ExampleInput } from 'telltale';
import { ALL_RULES } from 'telltale';

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

/** Longer examples are shown by `telltale check --explain` only. */
const MAX_EXAMPLE_LINES = 24;

/** The page about every rule of `telltale check`, by area. */
export function printRulePage(): string {
  const byArea = [...Map.groupBy(ALL_RULES, ({ id }) => id.slice(0, id.indexOf('/')))];
  return [
    '# The rules of `telltale check`\n',
    `${ALL_RULES.length} rules. \`telltale check\` runs those marked *recommended*, whose findings are nearly never wrong;`,
    '`--preset strict` runs all. Errors make the check fail. Generated from the rules by `npm run docs`; do',
    'not edit.\n',
    'A comment silences a rule for the next line and what is nested in it, with a reason and, if you like, an',
    'end: `# telltale-disable-next-line rate/short-range -- scraped every 5s (until 2026-12-31)`.',
    '`telltale-disable-line` is about its own line, `telltale-disable-file` about its file. For files without',
    'comments, and to begin with many findings, there is `--baseline FILE --write-baseline`.\n',
    ...byArea.flatMap(([area, rules]) => [`## ${area}\n`, tableOf(rules), ...rules.map(sectionOf)]),
  ].join('\n');
}

function tableOf(rules: readonly CheckRule[]): string {
  const rows = rules.map(
    ({ id, severity, preset = 'recommended', why }) =>
      `| [${id}](#${id.replace('/', '')}) | ${severity} | ${preset} | ${why.replaceAll('|', '\\|')} |`,
  );
  return ['| Rule | Severity | Preset | Why |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function sectionOf({ id, why, doc, examples }: CheckRule): string {
  const example = examples.find(({ wrong, right }) => isShort(wrong) && isShort(right));
  const parts = [`### ${id}\n`, `${why} ${doc.replaceAll('\n', ' ')}\n`];
  if (example) {
    const same = Object.entries(example.wrong.files ?? {}).filter(
      ([name, text]) => example.right.files?.[name] === text,
    );
    parts.push('Wrong:\n', ...filesOf(example.wrong, []), 'Right:\n', ...filesOf(example.right, same));
  }
  return parts.join('\n');
}

function isShort({ files }: ExampleInput): boolean {
  const texts = Object.values(files ?? {});
  return texts.length > 0 && texts.join('').split('\n').length <= MAX_EXAMPLE_LINES;
}

/** The files of an example, but for those that the reader has seen. */
function filesOf(
  { files = {} }: ExampleInput,
  seen: readonly (readonly [string, string])[],
): readonly string[] {
  return Object.entries(files)
    .filter(([name]) => !seen.some(([known]) => known === name))
    .flatMap(([name, text]) => {
      const fence = text.includes('```') ? '````' : '```';
      const language = LANGUAGES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text';
      return [`\`${name}\`\n`, `${fence}${language}\n${text.trimEnd()}\n${fence}\n`];
    });
}
