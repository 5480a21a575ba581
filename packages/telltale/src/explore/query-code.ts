import { writeRuleTest } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { RuleTest } from '@telltale/formats';
import { printSeriesValues } from '@telltale/formats';
import type { AlertingRule } from '@telltale/model';
import { TelltaleError, formatDuration } from '@telltale/model';
import { parseExpr, unitOfQuery } from '@telltale/promql';
import type { QueryCodeRequest } from '@telltale/station/contract';
import { faultOf } from '../init/draft-rules.ts';
import { alertCode } from '../init/print-definition.ts';
import { panelCode } from '../init/print-dashboard.ts';
import { blockObject, inlineObject, textLiteral } from '../init/typescript-text.ts';

/** What holds for a moment only is no news to be woken by. */
const FOR_MS = 5 * 60_000;
const DASHBOARD = 'Explored';

/**
 * A query as TypeScript: a section of a definition with a panel or an alert, or a file with a test of that alert.
 *
 * @throws TelltaleError TT_USAGE for what is no query.
 */
export async function queryCode(
  { query, as, title }: QueryCodeRequest,
  definition: ResolvedDefinition | undefined,
): Promise<string> {
  const fault = query.trim() === '' ? 'it is empty' : faultOf(query);
  if (fault !== undefined) throw new TelltaleError('TT_USAGE', `This is no query: ${fault}`);
  const given = { query: query.trim(), title: title.trim() === '' ? 'Query' : title.trim() };
  switch (as) {
    case 'panel':
      return panelSection(given);
    case 'alert':
      return alertSection(given);
    case 'test':
      return testFile(given, definition);
  }
}

interface Titled {
  readonly query: string;
  readonly title: string;
}

function panelSection({ query, title }: Titled): string {
  const unit = unitOfQuery(parseExpr(query));
  const panel = panelCode({ title, ...(unit !== undefined && { unit }), queries: [{ query, legend: '' }] });
  const dashboards = blockObject([[DASHBOARD, blockObject([[title, panel]])]]);
  return `${importOf(['promql'])}dashboards: () => (${dashboards}),\n`;
}

function alertSection({ query, title }: Titled): string {
  const code = alertCode({
    name: alertName(title),
    query,
    forMs: FOR_MS,
    keepFiringForMs: 0,
    severity: 'warning',
    summary: title,
    labels: {},
  });
  return `${importOf(['alert', 'promql'])}alerts: () => (${blockObject([[alertName(title), code]])}),\n`;
}

/** What has to be imported stands above, as a comment: the rest goes into `defineMonitoring`. */
function importOf(names: readonly string[]): string {
  return `// import { ${names.join(', ')} } from '@telltale/sdk/define';\n`;
}

/** `ManyErrors` of `many errors`: alerts have names that look so. */
function alertName(title: string): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]\w*$/.test(name) ? name : `Query${name.replaceAll(/\W/g, '')}`;
}

/** Series that keep the alert quiet and then make it fire, where such can be made up. */
async function testFile(given: Titled, definition: ResolvedDefinition | undefined): Promise<string> {
  const name = alertName(given.title);
  const head = [
    "import { defineAlertTests } from 'telltale/testing';",
    "import definition from './telltale.config.ts';",
    '',
  ];
  const { spec, remark } = await testOf(given, name, definition);
  const tests = blockObject([[given.title, spec]]);
  const remarks = remark === '' ? [] : remark.split('\n').map((line) => `// ${line}`);
  return [...head, ...remarks, `export default defineAlertTests(definition, ${tests});`, ''].join('\n');
}

async function testOf(
  { query, title }: Titled,
  name: string,
  definition: ResolvedDefinition | undefined,
): Promise<{ readonly spec: string; readonly remark: string }> {
  if (!definition)
    return { spec: emptySpec(name), remark: 'Fill in series: without a definition none are made up.' };
  const rule: AlertingRule = {
    kind: 'alerting',
    name,
    query,
    expr: parseExpr(query),
    forMs: FOR_MS,
    keepFiringForMs: 0,
    labels: { severity: 'warning' },
    annotations: { summary: title },
  };
  const others = definition.rules.filter((other) => other.kind === 'recording');
  try {
    const test = await writeRuleTest({ ...definition, rules: [...others, rule] }, name);
    return { spec: specOf(test, name), remark: '' };
  } catch (error) {
    if (!(error instanceof TelltaleError)) throw error;
    return { spec: emptySpec(name), remark: `Fill in series: ${error.message}` };
  }
}

function specOf({ series, intervalMs, checks }: RuleTest, name: string): string {
  return blockObject([
    ['series', blockObject(series.map((one) => [one.series, textLiteral(printSeriesValues(one.values))]))],
    ['interval', textLiteral(formatDuration(intervalMs))],
    [
      'steps',
      listOf(checks.map(({ atMs, alerts }) => stepOf(formatDuration(atMs), name, alerts.length > 0))),
    ],
  ]);
}

function emptySpec(name: string): string {
  return blockObject([
    ['series', '{}'],
    ['steps', listOf([stepOf('30m', name, true)])],
  ]);
}

function stepOf(at: string, name: string, fires: boolean): string {
  const expected = inlineObject([[name, fires ? "'firing'" : "'quiet'"]]);
  return inlineObject([
    ['at', textLiteral(at)],
    ['expect', expected],
  ]);
}

function listOf(items: readonly string[]): string {
  return `[\n${items.map((item) => `  ${item},`).join('\n')}\n]`;
}
