import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { templateFile } from './example-template.ts';
import { ruleTemplates } from './rule-templates.ts';

/** Templates that cannot be rendered. */
export const alertTemplateSyntax: CheckRule = {
  id: 'alert/template-syntax',
  severity: 'error',
  why: 'The notification has an error message in place of this text; with some faults the rules do not load.',
  doc: `A label or annotation whose Go template cannot be parsed, calls a function that Prometheus does not
have, reads a variable that nobody set or a field that an alert has not, or gives arguments to a value.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': templateFile('{{ $value | humanise }} orders wait') } },
      right: { files: { 'rules.yml': templateFile('{{ $value | humanize }} orders wait') } },
    },
    {
      wrong: { files: { 'rules.yml': templateFile('{{ $labels.queue | has orders') } },
      right: { files: { 'rules.yml': templateFile('{{ $labels.queue }} has orders') } },
    },
  ],
  *run(workspace) {
    yield* outsideOfActions(workspace);
    for (const { text, analysis } of ruleTemplates(workspace)) {
      for (const { message, meant, start, end } of analysis.faults) {
        const fix = meant === '|' ? 'put a | in front of the function' : `did you mean ${meant}?`;
        yield { place: text.placeOf({ start, end }), message, fix: meant === undefined ? '' : fix };
      }
    }
  },
};

/** Variables that stand outside of `{{ … }}` are printed as they are written. */
function* outsideOfActions({ rules }: Workspace): Iterable<RuleFinding> {
  for (const { kind, labels, annotations } of rules) {
    if (kind !== 'alerting') continue;
    for (const { text, placeOf } of [...labels, ...annotations]) {
      const plain = text.replace(/\{\{[\s\S]*?\}\}/g, (action) => ' '.repeat(action.length));
      const found = plain.includes('{{') ? undefined : /\$labels\.\w+|\$value\b/.exec(plain);
      if (!found) continue;
      const range = { start: found.index, end: found.index + found[0].length };
      const message = `${found[0]} stands outside of {{ }}: it is printed as it is`;
      yield { place: placeOf(range), message, fix: `write {{ ${found[0]} }}` };
    }
  }
}
