import type { DashboardContent } from '@telltale/station/contract';
import { dashboardCode } from '../init/print-dashboard.ts';
import { blockObject } from '../init/typescript-text.ts';
import { draftOfContent } from './draft-of-content.ts';

const FUNCTIONS = ['choice', 'dashboard', 'freeText', 'interval', 'labelValues', 'promql'];

/** A dashboard as a section of a definition: what has to be imported stands above, as a comment. */
export function contentCode(content: DashboardContent): string {
  const dashboard = dashboardCode(draftOfContent(content));
  const section = `dashboards: () => (${blockObject([[content.title, dashboard]])}),\n`;
  const used = FUNCTIONS.filter((name) => new RegExp(`\\b${name}[(\`]`).test(section));
  const head = used.length === 0 ? '' : `// import { ${used.join(', ')} } from '@telltale/sdk/define';\n`;
  return head + section;
}
