import type { CheckRule, ExampleInput } from '../check-rule.ts';
import type { Paint } from './paint.ts';
import { colorOf } from './print-finding.ts';

/** All rules, a line each. */
export function printRules(rules: readonly CheckRule[], paint: Paint): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(({ id, severity, preset = 'recommended', why }) => {
      const level = colorOf(severity, paint)(severity.padEnd(7));
      return `${paint.bold(id.padEnd(width))}  ${level}  ${preset.padEnd(11)}  ${why}\n`;
    })
    .join('');
}

/** Everything about a rule: what it finds, why that matters, and an example of it wrong and right. */
export function printRule(
  { id, severity, preset = 'recommended', why, doc, examples }: CheckRule,
  paint: Paint,
): string {
  const shown = examples.find(({ wrong, right }) => wrong.files && right.files);
  const lines = [
    `${paint.bold(id)}  ${colorOf(severity, paint)(severity)}  in ${preset === 'strict' ? 'strict' : 'recommended and strict'}`,
    '',
    why,
    '',
    doc.replaceAll('\n', ' '),
  ];
  if (shown) {
    lines.push('', paint.red('wrong:'), ...filesOf(shown.wrong));
    lines.push('', paint.green('right:'), ...filesOf(shown.right));
  }
  lines.push('', `Silence one: # telltale-disable-next-line ${id} -- why (until 2030-12-31)`);
  return `${lines.join('\n')}\n`;
}

/** The files of an example, as lines. */
function filesOf({ files = {} }: ExampleInput): readonly string[] {
  return Object.entries(files).flatMap(([name, text]) => [
    `  ${name}`,
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`.trimEnd()),
  ]);
}
