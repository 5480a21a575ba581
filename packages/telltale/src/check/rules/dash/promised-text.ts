import type { CheckedDashboard, CheckedPanel } from '../../workspace/grafana-dashboard.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/**
 * What a panel says of itself: its title, its description and, where a guide shows the dashboard, the
 * item of a list there that begins with its title.
 */
export function promisedText(
  { file, isExample }: CheckedDashboard,
  { title, description }: CheckedPanel,
  { texts }: Workspace,
): string {
  const guides = isExample ? texts.filter(({ source }) => source.file === file) : [];
  const items = guides.flatMap(({ source }) => source.text.split('\n'));
  const [, item = ''] =
    items
      .map((line) => ITEM.exec(line))
      .find((match) => match?.[1] === title)
      ?.slice(1) ?? [];
  return [title, description, item].join('\n');
}

const ITEM = /^[ \t]*(?:[-*]|\d+\.)[ \t]+\*\*([^*]+)\*\*:?[ \t]*(.*)$/;
