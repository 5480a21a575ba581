import type { ResolvedVariable } from '@telltale/definition';
import type { DraftDashboard, DraftLine, DraftPanel } from './definition-draft.ts';
import type { Property } from './typescript-text.ts';
import {
  blockObject,
  dataLiteral,
  durationLiteral,
  inlineObject,
  promqlLiteral,
  textLiteral,
} from './typescript-text.ts';

/** A dashboard of a definition: panels by title, or with `dashboard` where it says more than that. */
export function dashboardCode({ panels, variables = [], tags, refreshMs, rangeMs }: DraftDashboard): string {
  const intervals = variables.filter(({ kind }) => kind === 'interval').map(({ name }) => name);
  const made = blockObject(panels.map((panel): Property => [panel.title, panelCode(panel, intervals)]));
  const options: readonly Property[] = [
    ['variables', variables.length === 0 ? undefined : blockObject(variables.map(variableProperty))],
    ['refresh', refreshMs === undefined ? undefined : durationLiteral(refreshMs)],
    ['range', rangeMs === undefined ? undefined : durationLiteral(rangeMs)],
    ['tags', tags === undefined || tags.length === 0 ? undefined : dataLiteral(tags)],
  ];
  if (options.every(([, code]) => code === undefined)) return made;
  const usesChosen = intervals.some((name) => made.includes(chosenRange(name)));
  const panelsCode = usesChosen ? `(chosen) => (${made})` : made;
  return `dashboard(${blockObject([...options, ['panels', panelsCode]])})`;
}

/** A panel of a dashboard. */
export function panelCode(
  { queries, text, logs, ...panel }: DraftPanel,
  intervals: readonly string[] = [],
): string {
  const [first] = queries;
  const display: readonly Property[] = [
    ['kind', panel.kind && textLiteral(panel.kind)],
    ['unit', panel.unit && textLiteral(panel.unit)],
    ['draw', panel.draw && textLiteral(panel.draw)],
    ['stacked', panel.stacked ? 'true' : undefined],
    ['nulls', panel.nulls && textLiteral(panel.nulls)],
    ['baseline', panel.baseline && textLiteral(panel.baseline)],
    ['min', numberCode(panel.min)],
    ['max', numberCode(panel.max)],
    ['threshold', linesCode(panel.lines ?? [])],
    ['description', panel.description && textLiteral(panel.description)],
    ['links', panel.links && panel.links.length > 0 ? dataLiteral(panel.links) : undefined],
    ...placeOf(panel),
  ];
  if (text !== undefined) return blockObject([['text', textLiteral(text)], ...placeOf(panel)]);
  if (logs !== undefined) {
    const description = panel.description && textLiteral(panel.description);
    return blockObject([['logs', textLiteral(logs)], ['description', description], ...placeOf(panel)]);
  }
  if (queries.length === 1 && first.axis === undefined) {
    return blockObject([
      ['query', queryCode(first.query, intervals)],
      ['legend', first.legend === '' ? undefined : textLiteral(first.legend)],
      ...display,
    ]);
  }
  const named = queries.map(({ query, legend, axis }, index): Property => {
    const code = queryCode(query, intervals);
    const placed =
      axis === undefined
        ? code
        : inlineObject([
            ['query', code],
            ['axis', textLiteral(axis)],
          ]);
    return [legendKey(legend, index, queries), placed];
  });
  return blockObject([['queries', blockObject(named)], ...display]);
}

function placeOf({ row, width, height }: Pick<DraftPanel, 'row' | 'width' | 'height'>): readonly Property[] {
  return [
    ['row', row && textLiteral(row)],
    ['width', numberCode(width)],
    ['height', numberCode(height)],
  ];
}

function numberCode(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function linesCode(lines: readonly DraftLine[]): string | undefined {
  if (lines.length === 0) return undefined;
  const codes = lines.map(({ value, severity, isBad }) =>
    inlineObject([
      [isBad, String(value)],
      ['severity', severity === 'warning' ? undefined : textLiteral(severity)],
    ]),
  );
  return codes.length === 1 ? codes[0] : `[${codes.join(', ')}]`;
}

/** PromQL in which ranges that people choose are parameters. */
function queryCode(query: string, intervals: readonly string[]): string {
  // `promqlLiteral` keeps `${name}` as it is written by a backslash.
  return intervals.reduce(
    (code, name) =>
      code
        .replaceAll(`[$${name}]`, () => chosenRange(name))
        .replaceAll(`[\\\${${name}}]`, () => chosenRange(name)),
    promqlLiteral(query),
  );
}

function chosenRange(name: string): string {
  return `[\${chosen.${name}}]`;
}

function variableProperty(variable: ResolvedVariable): Property {
  const { name, label } = variable;
  const caption: Property = ['label', label === '' ? undefined : textLiteral(label)];
  switch (variable.kind) {
    case 'label-values': {
      const options = inlineObject([
        caption,
        ['multi', variable.isMulti ? 'true' : undefined],
        ['all', variable.hasAll ? 'true' : undefined],
      ]);
      return [
        name,
        `labelValues(${promqlLiteral(variable.of)}, ${textLiteral(variable.values)}, ${options})`,
      ];
    }
    case 'list': {
      const options = inlineObject([caption, ['multi', variable.isMulti ? 'true' : undefined]]);
      return [name, `choice(${dataLiteral(variable.options)}, ${options})`];
    }
    case 'interval':
      return [name, `interval(${dataLiteral(variable.options)}, ${inlineObject([caption])})`];
    case 'text':
      return [name, `freeText(${textLiteral(variable.initial)}, ${inlineObject([caption])})`];
  }
}

/** Queries of a panel stand under their legends, which two may have in common. */
export function legendKey(legend: string, index: number, queries: DraftPanel['queries']): string {
  const isFree = legend !== '' && queries.findIndex((other) => other.legend === legend) === index;
  return isFree ? legend : `${legend === '' ? 'query' : legend} ${index + 1}`;
}
