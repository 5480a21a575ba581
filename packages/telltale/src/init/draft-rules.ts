import type { ParsedRule, ParsedRuleFile } from '@telltale/formats';
import { slugOf } from '@telltale/model';
import { PromqlError, analyseExpr, parseExpr } from '@telltale/promql';
import type { DefinitionDraft } from './definition-draft.ts';
import { SEVERITIES } from './severities.ts';

const WAKING: ReadonlySet<string> = new Set(['page', 'critical']);
const KNOWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  'summary',
  'description',
  'message',
  'runbook_url',
  'runbook',
]);

/** Takes the rules of a file over, as text: everything that PromQL can say stays as it was. */
export function draftRules({ groups }: ParsedRuleFile, draft: DefinitionDraft): void {
  for (const group of groups) {
    const lost = [
      ...(group.intervalMs === undefined ? [] : ['interval']),
      ...(group.limit === undefined ? [] : ['limit']),
      ...(group.queryOffsetMs === undefined ? [] : ['query_offset']),
    ];
    if (lost.length > 0) {
      const place = `${group.position.file}:${group.position.line}`;
      draft.drop(place, `${lost.join(', ')} of the group ${group.name}`, 'groups are made by telltale');
    }
    for (const rule of group.rules)
      draftRule({ ...rule, labels: { ...group.labels, ...rule.labels } }, draft);
  }
}

function draftRule(rule: ParsedRule, draft: DefinitionDraft): void {
  const fault = faultOf(rule.expr);
  if (fault !== undefined) {
    draft.drop(placeOf(rule), `${rule.kind} rule ${rule.name}`, fault);
  } else if (rule.kind === 'recording') {
    const isTwice = draft.recordings.some(({ name }) => name === rule.name);
    if (isTwice)
      draft.drop(placeOf(rule), `recording rule ${rule.name}`, 'a recording of this name is there already');
    else draft.recordings.push({ name: rule.name, query: rule.expr, labels: rule.labels });
  } else draftAlert(rule, draft);
}

function draftAlert(rule: Extract<ParsedRule, { kind: 'alerting' }>, draft: DefinitionDraft): void {
  const { severity: written = '', ...labels } = rule.labels;
  const { annotations } = rule;
  const severity = SEVERITIES.has(written) ? written : 'info';
  if (severity !== written) {
    const what = written === '' ? `no severity of ${rule.name}` : `severity ${written} of ${rule.name}`;
    draft.drop(placeOf(rule), what, `'info' was written: choose page, critical, ticket, warning or info`);
  }
  for (const name of Object.keys(annotations).filter((key) => !KNOWN_ANNOTATIONS.has(key))) {
    draft.drop(
      placeOf(rule),
      `annotation ${name} of ${rule.name}`,
      'alerts have summary, description and runbook',
    );
  }
  const runbook = annotations.runbook_url ?? annotations.runbook;
  const name = freeName(rule.name, severity, draft);
  if (runbook === undefined && WAKING.has(severity)) {
    const reason = 'an alert that wakes somebody needs one: write the page that was named';
    draft.drop(placeOf(rule), `no runbook of ${rule.name}`, reason);
  }
  const [summary = rule.name, description] = textsOf(annotations);
  draft.alerts.push({
    name,
    query: rule.expr,
    forMs: rule.forMs,
    keepFiringForMs: rule.keepFiringForMs,
    severity,
    ...(runbook !== undefined && { runbook }),
    ...(runbook === undefined && WAKING.has(severity) && { runbook: `docs/runbooks/${slugOf(name)}.md` }),
    summary,
    ...(description !== undefined && { description }),
    labels,
  });
}

/** The texts that are there, the one for the first line first. */
function textsOf(annotations: Readonly<Record<string, string>>): readonly string[] {
  const { summary, message, description } = annotations;
  return [summary, message, description].filter((text) => text !== undefined);
}

/** Alerts of one name for several severities get names of their own: a definition has each once. */
function freeName(name: string, severity: string, { alerts }: DefinitionDraft): string {
  const isTaken = (candidate: string) => alerts.some((alert) => alert.name === candidate);
  if (!isTaken(name)) return name;
  const bySeverity = name + severity[0].toUpperCase() + severity.slice(1);
  if (!isTaken(bySeverity)) return bySeverity;
  let number = 2;
  while (isTaken(`${bySeverity}${number}`)) number++;
  return `${bySeverity}${number}`;
}

/** Why a text is no query; `undefined` for a sound one. */
export function faultOf(query: string): string | undefined {
  try {
    analyseExpr(parseExpr(query), query);
    return undefined;
  } catch (error) {
    if (error instanceof PromqlError) return error.message.split('\n', 1)[0];
    throw error;
  }
}

function placeOf({ position }: ParsedRule): string {
  return `${position.file}:${position.line}`;
}
