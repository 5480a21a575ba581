import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';
import { formatDuration, slugOf, walkExpr } from '@telltale/model';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { code, codeBlock, inline } from './markdown.ts';

/** From this line on a runbook is written by people. */
const PEOPLE_WRITE = '## What to do';

/**
 * Where the runbook of an alert is: where its annotation points to, if that is a file of the project, else in
 * the folder of the layout.
 */
export function runbookPath(definition: ResolvedDefinition, { name, annotations }: AlertingRule): string {
  const { runbook_url: url = '' } = annotations;
  const isOwnFile = /^[\w][\w./-]*\.md$/.test(url) && !url.split('/').includes('..');
  return isOwnFile ? url : `${layoutOf(definition).runbooks}/${fileName(name)}.md`;
}

/** `HighErrorRate` is `high-error-rate`. */
function fileName(alert: string): string {
  return slugOf(alert.replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4')) || 'alert';
}

/** A page for the rules of an alert: what it says and when is generated, what to do is kept as people wrote it. */
export function runbookPage(
  definition: ResolvedDefinition,
  path: string,
  rules: readonly AlertingRule[],
): GeneratedFile {
  const [{ name, annotations, labels }] = rules;
  const facts = [
    ...(labels.severity === undefined ? [] : [`Severity: ${inline(labels.severity)}.`]),
    ...(definition.owner === '' ? [] : [`Looked after by ${inline(definition.owner)}.`]),
  ];
  const parts = [
    `# ${inline(name)}`,
    ...[annotations.summary, annotations.description].filter((text) => text !== undefined).map(inline),
    ...(facts.length > 0 ? [facts.join(' ')] : []),
    ...rules.map((rule) => conditionOf(rule, name)),
    `## What it looks at`,
    meanings(definition, rules),
    PEOPLE_WRITE,
    'Nobody has written this part yet. What is below this heading is kept when the page is generated again.',
    '1. What does the user notice?\n2. Where does one look first?\n3. What ends it, and who has to know?',
  ];
  return {
    path,
    text: `${parts.join('\n\n')}\n`,
    keptFrom: PEOPLE_WRITE,
  };
}

/** Rules of another name, such as that of missing data, are named. */
function conditionOf({ name, query, forMs }: AlertingRule, ofPage: string): string {
  const who = name === ofPage ? 'It' : inline(name);
  const holds = forMs > 0 ? `once this has held for ${formatDuration(forMs)}` : 'as soon as this holds';
  return `${who} fires ${holds}:\n\n${codeBlock('promql', query)}`;
}

function meanings({ metrics }: ResolvedDefinition, rules: readonly AlertingRule[]): string {
  const help = new Map(metrics.map((metric) => [metric.name, metric.help]));
  const names = new Set(
    rules.flatMap(({ expr }) =>
      [...walkExpr(expr)].flatMap((node) => (node.kind === 'vector' ? (node.metric ?? []) : [])),
    ),
  );
  const lines = [...names].map((name) => {
    const meaning = help.get(name) ?? help.get(name.replace(/_(?:bucket|sum|count|total)$/, ''));
    return `- ${code(name)}${meaning === undefined ? '' : `: ${inline(meaning)}`}`;
  });
  return lines.join('\n') || 'No metric.';
}
