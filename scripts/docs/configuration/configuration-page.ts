import { join } from 'node:path';
import { code, printTable } from '../table.ts';
import type { Declaration } from './declarations.ts';
import { readDeclarations } from './declarations.ts';
import { printEnvironment } from './environment.ts';
import { fieldsOf } from './fields-of.ts';

const INTRODUCTION = `# Configuration

What a definition (\`telltale.config.ts\`) can say, and which variables of the environment there are. Generated from the types and their comments by \`npm run docs\`; do not edit. The compiler and an editor say the same where you write.

For a station the command line comes first, then the environment, then \`station\` of the definition. What is marked * must be there; everything else has the default that its line tells.
`;

/** What functions of a definition take, by the type that they make. */
const MADE_BY: Readonly<Record<string, string>> = {
  AlertDeclaration: 'AlertOptions',
  CounterDeclaration: 'CounterOptions',
  GaugeDeclaration: 'GaugeOptions',
  HistogramDeclaration: 'HistogramOptions',
  SummaryDeclaration: 'SummaryOptions',
  StateSetDeclaration: 'StateSetOptions',
  WebhookDeclaration: 'WebhookOptions',
  SlackDeclaration: 'SlackOptions',
  EmailDeclaration: 'EmailOptions',
  LogCounterDeclaration: 'LogCounterOptions',
  LogHistogramDeclaration: 'LogHistogramOptions',
  LogEventDeclaration: 'LogEventOptions',
  SloDeclaration: 'SloOptions',
  DashboardDeclaration: 'DashboardOptions',
};

/** Which function takes what is told of under a name. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  MonitoringOptions: 'defineMonitoring',
  AlertOptions: 'alert',
  CounterOptions: 'counter',
  GaugeOptions: 'gauge',
  HistogramOptions: 'histogram',
  SummaryOptions: 'summary',
  StateSetOptions: 'stateSet',
  WebhookOptions: 'webhook',
  SlackOptions: 'slack',
  EmailOptions: 'email',
  LogCounterOptions: 'logCounter',
  LogHistogramOptions: 'logHistogram',
  LogEventOptions: 'event',
  SloOptions: 'slo',
  DashboardOptions: 'dashboard',
};

/** Types that are explained where they are used, or that no author writes. */
const UNEXPLAINED = new Set([
  'Catalogue',
  'DurationSuchAs5m',
  'DurationUnit',
  'ExporterPack',
  'FilledRanges',
  'GiveEvents',
  'Kit',
  'NoPreset',
  'Preset',
  'QueryContext',
  'SayNoTraffic',
  'SayOnNoData',
  'TicketWarningOrInfoWithoutRunbook',
  'TimeOfDay',
]);

/** The page about everything that a definition can say. */
export function printConfigurationPage(root: string): string {
  const declarations = readDeclarations(join(root, 'packages/definition/src'));
  const names = reachable(declarations, 'MonitoringOptions');
  return [
    INTRODUCTION,
    ...names.map((name) => sectionOf(declarations, names, name)),
    printEnvironment(root),
  ].join('\n');
}

/** The declarations that a definition leads to, in the order in which a reader meets them. */
function reachable(declarations: ReadonlyMap<string, Declaration>, first: string): readonly string[] {
  const found = [first];
  for (let at = 0; at < found.length; at += 1) {
    const declaration = declarations.get(found[at]);
    if (!declaration) continue;
    const types = [
      declaration.type ?? '',
      ...fieldsOf(declarations, declaration).map(({ type }) => withoutInference(type)),
    ];
    for (const name of types.flatMap(namesIn)) {
      if (declarations.has(name) && isExplained(declarations, name) && !found.includes(name))
        found.push(name);
    }
  }
  return found;
}

/** The names of types in a type, those of what is made by a function as what the function takes. */
function namesIn(type: string): readonly string[] {
  return (type.match(/\b[A-Z]\w+/g) ?? []).map((name) => MADE_BY[name] ?? name);
}

/** Types of interfaces and of choices; those that compute types say nothing to a reader. */
function isExplained(declarations: ReadonlyMap<string, Declaration>, name: string): boolean {
  if (UNEXPLAINED.has(name)) return false;
  const type = declarations.get(name)?.type;
  return type === undefined || !/\bextends\b|\binfer\b|=>|\bkeyof\b|\btypeof\b/.test(type);
}

/** Parameters of types are for the compiler: what a reader writes is an object or a text. */
function withoutInference(type: string): string {
  return type
    .replace(/^ ?\| /, '')
    .replaceAll(/NoInfer<(\w+)>/g, '$1')
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/Readonly<Record<string, (.+)>>/g, '{ [name: string]: $1 }');
}

function sectionOf(
  declarations: ReadonlyMap<string, Declaration>,
  names: readonly string[],
  name: string,
): string {
  const declaration = declarations.get(name);
  if (!declaration) return '';
  const rows = fieldsOf(declarations, declaration).map(({ name: field, isOptional, type, doc }) => [
    `${code(field)}${isOptional ? '' : ' *'}`,
    linked(withoutInference(type), names),
    doc,
  ]);
  const { doc, type } = declaration;
  return [
    `## ${name}\n`,
    ...(FUNCTIONS[name] ? [`Taken by \`${FUNCTIONS[name]}()\`.\n`] : []),
    ...(doc === '' ? [] : [`${doc}\n`]),
    ...(type === undefined ? [] : [`Written as: ${linked(withoutInference(type), names)}\n`]),
    ...(rows.length > 0 ? [`${printTable(['Field', 'Type', 'Meaning and default'], rows)}\n`] : []),
  ].join('\n');
}

/** A type as code, followed by links to what it names. */
function linked(type: string, names: readonly string[]): string {
  const targets = [...new Set(namesIn(type))].filter((name) => names.includes(name));
  return [code(type), ...targets.map((name) => `[${name}](#${name.toLowerCase()})`)].join(' ');
}
