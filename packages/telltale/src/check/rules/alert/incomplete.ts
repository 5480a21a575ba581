import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedDocument, CheckedText } from '../../workspace/workspace.ts';

/** `- **HighMemoryUsage**: Memory usage >1GB` */
const ITEM = /^[ \t]*[-*][ \t]+\*\*([A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*)\*\*[ \t]*:[ \t]*(.+)$/;
const HEADING = /^#{1,6}[ \t]+(.*)$/;

/** Alerts that are promised without saying when they fire. */
export const alertIncomplete: CheckRule = {
  id: 'alert/incomplete',
  severity: 'warning',
  preset: 'strict',
  why: 'Without a metric, a threshold and a time nobody can write this alert: it will not exist.',
  doc: `In guides: an alert in a list below a heading with the word alert, written "- **Name**: when", with no
number in it. In configurations with a list "alerts": an entry without a condition.`,
  examples: [
    {
      wrong: {
        files: {
          'README.md':
            '## Alerts\n\n- **QueueLong**: more than 5 orders\n- **BadData**: quality issues detected\n',
        },
      },
      right: {
        files: {
          'README.md':
            '## Alerts\n\n- **QueueLong**: more than 5 orders\n- **BadData**: over 1% of rows refused for 5m\n',
        },
      },
    },
  ],
  *run({ texts, documents }) {
    for (const text of texts) if (text.language === 'markdown') yield* inGuide(text);
    for (const document of documents) if (document.kind === 'monitoring-config') yield* inConfig(document);
  },
};

function* inGuide({ source, placeOf }: CheckedText): Iterable<RuleFinding> {
  let isAboutAlerts = false;
  let offset = 0;
  for (const line of source.text.split('\n')) {
    const heading = HEADING.exec(line)?.[1];
    // Subsections of a chapter on alerts belong to it.
    if (heading !== undefined) isAboutAlerts = /alert/i.test(heading);
    const [, name, when] = (isAboutAlerts ? ITEM.exec(line) : null) ?? [];
    if (name !== undefined && !/\d/.test(when)) {
      const start = offset + line.indexOf(name);
      const message = `'${name}' has no number: when does it fire?`;
      yield {
        place: placeOf({ start, end: start + name.length }),
        message,
        fix: 'say the metric, the threshold and for how long',
      };
    }
    offset += line.length + 1;
  }
}

function* inConfig({ root, placeOf }: CheckedDocument): Iterable<RuleFinding> {
  for (const alert of root.get('alerts')?.items() ?? []) {
    const condition = alert.get('condition') ?? alert.get('expr');
    if (alert.kind !== 'mapping' || (condition?.text() ?? '').trim() !== '') continue;
    const name = alert.get('name') ?? alert;
    yield { place: placeOf(name), message: 'the alert has no condition', fix: "add 'condition'" };
  }
}
