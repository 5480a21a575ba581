import type { ResolvedPanel } from '@telltale/definition';
import type { DatasourceModel, TargetModel } from './dashboard-model.ts';

/** Kinds that show how things change: there, the range of a rate goes with the time that is shown. */
const OVER_TIME: ReadonlySet<ResolvedPanel['kind']> = new Set(['timeseries', 'heatmap', 'state-timeline']);
/** Kinds that show nothing but the present. */
const INSTANT: ReadonlySet<ResolvedPanel['kind']> = new Set(['table', 'pie', 'bar-gauge']);

/** The queries of a panel. */
export function panelTargets(
  { kind, queries }: ResolvedPanel,
  datasource: DatasourceModel,
): readonly TargetModel[] {
  return queries.map(({ query, legend, adaptive }, index) => ({
    refId: refIdOf(index),
    datasource,
    expr: (OVER_TIME.has(kind) ? adaptive : undefined) ?? query,
    legendFormat: kind === 'heatmap' ? '{{le}}' : legend === '' ? '__auto' : legend,
    format: kind === 'table' ? 'table' : kind === 'heatmap' ? 'heatmap' : 'time_series',
    range: !INSTANT.has(kind),
    instant: INSTANT.has(kind),
    editorMode: 'code',
  }));
}

/** A, B … Z, AA, AB … */
export function refIdOf(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : refIdOf(Math.floor(index / 26) - 1) + letter;
}
