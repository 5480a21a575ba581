import type { DescribedMetric } from './described-metric.ts';

/** What a file of declarations says of itself. */
export interface DeclarationsHeader {
  /** Where the page was read from, as it was given. */
  readonly source: string;
  /** Metrics that cannot be declared, with the reason. */
  readonly dropped: readonly string[];
}

/** A TypeScript file that declares the metrics of a page; the same page gives the same bytes. */
export function printDeclarations(metrics: readonly DescribedMetric[], header: DeclarationsHeader): string {
  const builders = [...new Set(metrics.map(({ kind }) => kind))].toSorted();
  const imports =
    builders.length === 0 ? '' : `import { ${builders.join(', ')} } from '@telltale/sdk/define';\n\n`;
  return [
    ...headerLines(header),
    '',
    `${imports}/** Metrics of ${commentText(header.source)}. */`,
    'export const metrics = {',
    ...metrics.flatMap(printDeclaration),
    '} as const;',
    '',
  ].join('\n');
}

function headerLines({ source, dropped }: DeclarationsHeader): readonly string[] {
  return [
    `// Written by \`telltale types ${commentText(source)}\`.`,
    "// A page does not tell which values a label can have: 'any' can be made a list of values, or { maxValues: 10 }.",
    ...dropped.map((line) => `// Left out: ${commentText(line)}.`),
  ];
}

/** The lines of one declaration, as a property of an object. */
export function printDeclaration(metric: DescribedMetric): readonly string[] {
  const { name, kind, help, unit, labels, buckets, quantiles, unknown } = metric;
  const options = [
    `help: ${quoted(help)}`,
    ...(unit === '' ? [] : [`unit: ${quoted(unit)}`]),
    ...(labels.length === 0
      ? []
      : [`labels: { ${labels.map((label) => `${keyOf(label)}: 'any'`).join(', ')} }`]),
    ...(kind === 'histogram'
      ? [buckets.length > 0 ? `buckets: [${buckets.join(', ')}]` : 'native: true']
      : []),
    ...(kind === 'summary' ? [`quantiles: [${quantiles.join(', ')}]`] : []),
  ];
  const notes = unknown.map((note) => `  // Not known: ${note}.`);
  const inLine = `  ${keyOf(name)}: ${kind}({ ${options.join(', ')} }),`;
  if (inLine.length <= 110) return [...notes, inLine];
  return [...notes, `  ${keyOf(name)}: ${kind}({`, ...options.map((option) => `    ${option},`), '  }),'];
}

/** `__proto__` as a plain key would set the prototype. */
function keyOf(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`);
  return `'${inner.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)}'`;
}

/** Text that cannot end the comment it stands in. */
function commentText(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ').replaceAll('*/', '* /');
}
