import type { ResolvedDefinition } from '@telltale/definition';
import { canonicalQuery } from '../canonical-query.ts';
import { compareEntries, numbered } from '../compare-entries.ts';
import type { DriftEntry, DriftFinding } from '../drift-entry.ts';
import type { DriftServer } from '../drift-servers.ts';
import { fieldsOf, listOf, textOf } from '../../server/json-fields.ts';

const FIX = {
  missing: 'the station was started before it was written: restart it',
  changed: 'the station shows what it was started with: restart it',
  extra: 'it is no longer in the definition: restart the station',
};

/** Panels that a station shows and the definition has otherwise by now; nothing of a server that is no station. */
export async function stationDashboards(
  definition: ResolvedDefinition,
  server: DriftServer,
): Promise<readonly DriftFinding[]> {
  const answer = await server.read('/api/telltale/dashboards').catch(() => undefined);
  const { dashboards } = fieldsOf(answer);
  if (!Array.isArray(dashboards)) return [];
  const live = listOf(dashboards).filter(({ origin }) => origin === 'definition');
  return compareEntries(
    definedPanels(definition),
    numbered(
      live.flatMap((dashboard) =>
        listOf(dashboard.panels).map((panel) =>
          entryOf(
            textOf(dashboard.title),
            textOf(panel.title),
            listOf(panel.queries).map(({ query }) => textOf(query)),
          ),
        ),
      ),
    ),
    { area: 'dashboards', server: server.address, fix: FIX },
  );
}

/** Panels of log records without a query are not shown; what they were long ago is asked by the page. */
function definedPanels({ dashboards }: ResolvedDefinition): readonly DriftEntry[] {
  return numbered(
    dashboards.flatMap(({ title, panels }) =>
      panels
        .filter(({ kind, logs }) => kind !== 'logs' || logs !== undefined)
        .map((panel) =>
          entryOf(
            title,
            panel.title,
            panel.queries.filter(({ isBaseline }) => !isBaseline).map(({ query }) => query),
          ),
        ),
    ),
  );
}

function entryOf(dashboard: string, title: string, queries: readonly string[]): DriftEntry {
  return {
    key: `${dashboard}/${title}`,
    title: `panel ${title} of the dashboard ${dashboard}`,
    facts: { queries: queries.map(canonicalQuery).toSorted().join(' ; ') },
  };
}
