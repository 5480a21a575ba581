import type { DashboardContent } from '@telltale/station/contract';
import type { DraftDashboard, DraftPanel } from '../init/definition-draft.ts';
import { freeTitle } from '../init/free-title.ts';

const BASELINES: ReadonlyMap<number, '1d' | '1w'> = new Map([
  [86_400_000, '1d'],
  [604_800_000, '1w'],
]);

/** A dashboard of the pages on its way into a definition, where panels go by their titles. */
export function draftOfContent(content: DashboardContent): DraftDashboard {
  const panels: DraftPanel[] = [];
  for (const panel of content.panels) panels.push(draftOfPanel(panel, freeTitle(panel.title, panels)));
  const { title, variables, tags, refreshMs, rangeMs } = content;
  return {
    title,
    panels,
    variables,
    tags,
    ...(refreshMs !== null && { refreshMs }),
    ...(rangeMs !== null && { rangeMs }),
  };
}

type WrittenPanel = DashboardContent['panels'][number];

function draftOfPanel(panel: WrittenPanel, title: string): DraftPanel {
  const { kind, text, row, width, height } = panel;
  const place = {
    ...(row !== undefined && { row }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
  if (kind === 'text') return { title, text: text ?? '', queries: [], ...place };
  if (kind === 'logs') {
    const { logs = '', description = '' } = panel;
    return { title, logs, queries: [], ...(description !== '' && { description }), ...place };
  }
  const { unit, description, thresholds, links, min, max, queries } = panel;
  return {
    title,
    // Said always: of a metric that is declared, it would be what suits that.
    kind,
    ...(unit !== '' && { unit }),
    ...(description !== undefined && description !== '' && { description }),
    ...(thresholds && { lines: thresholds }),
    ...(links && { links }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...drawingOf(panel),
    ...place,
    queries,
  };
}

function drawingOf({ draw, isStacked, nulls, baselineMs }: WrittenPanel): Partial<DraftPanel> {
  const baseline = BASELINES.get(baselineMs ?? 0);
  return {
    ...(draw && draw !== 'lines' && { draw }),
    ...(isStacked && { stacked: true }),
    ...(nulls && nulls !== 'gap' && { nulls }),
    ...(baseline && { baseline }),
  };
}
