import type { CheckRule } from 'telltale';
import { ALL_RULES } from 'telltale';
import type { GeneratedText } from '../generated-files.ts';
import { printTable } from '../table.ts';
import { printRulePage } from './rule-page.ts';

/** Where the pages are. */
export const RULE_FOLDER = 'docs/reference/check-rules';

/** A page for each rule of `telltale check`, in folders by area, and the list of them. */
export function rulePages(): readonly GeneratedText[] {
  return [
    { path: `${RULE_FOLDER}/README.md`, text: printRuleList() },
    ...ALL_RULES.map((rule) => ({ path: `${RULE_FOLDER}/${rule.id}.md`, text: printRulePage(rule) })),
  ];
}

function printRuleList(): string {
  const byArea = Map.groupBy(ALL_RULES, ({ id }) => id.slice(0, id.indexOf('/')));
  return [
    '# The rules of `telltale check`\n',
    `${ALL_RULES.length} rules. \`telltale check\` runs those marked *recommended*, whose findings are nearly never wrong;`,
    '`--preset strict` runs all. Errors make the check fail. [How to use it](../../../packages/telltale/docs/check.md).',
    'Generated from the rules by `npm run docs`; do not edit.\n',
    ...[...byArea].flatMap(([area, rules]) => [
      `## ${area}\n`,
      `${printTable(['Rule', 'Severity', 'Preset', 'Why'], rules.map(rowOf))}\n`,
    ]),
  ].join('\n');
}

function rowOf({ id, severity, preset = 'recommended', why }: CheckRule): readonly string[] {
  return [`[${id}](${id}.md)`, severity, preset, why];
}
