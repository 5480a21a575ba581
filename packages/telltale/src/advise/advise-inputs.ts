import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import { collectInputs } from '../check/discovery/collect-inputs.ts';
import { createInputCollector } from '../check/workspace/input-collector.ts';
import type { Workspace } from '../check/workspace/workspace.ts';
import type { CommandIo } from '../io/command-io.ts';
import type { PrometheusClient } from '../server/prometheus-client.ts';
import { seriesByName } from './cardinality-advice.ts';
import type { UnusedAdvice, UsedQuery } from './unused-advice.ts';
import { adviseUnused } from './unused-advice.ts';

/** What the files say: definitions, rules, dashboards. */
export async function readWorkspace(
  { paths = ['.'], env }: { readonly paths?: readonly string[]; readonly env?: string },
  io: CommandIo,
): Promise<Workspace> {
  const collector = createInputCollector();
  const environment = env ?? io.env['TELLTALE_ENV'];
  await collectInputs(paths, io.cwd, collector, { runsDefinitions: true, environment });
  return collector.workspace();
}

export function definitionsOf({ definitions }: Workspace): readonly ResolvedDefinition[] {
  return definitions.map(({ resolved }) => resolved);
}

/** What nothing asks for: of a server's series, or of the metrics of the definitions. */
export async function unusedIn(
  workspace: Workspace,
  client: PrometheusClient | undefined,
): Promise<UnusedAdvice> {
  const queries = usedQueries(workspace);
  if (queries.length === 0) {
    throw new TelltaleError(
      'TT_USAGE',
      'no rules, dashboards or definition were found: everything would be unused',
      {
        fix: 'Name the folders that hold them: telltale advise unused monitoring/',
      },
    );
  }
  if (client === undefined) {
    const declared = definitionsOf(workspace).flatMap(({ metrics }) => metrics.map(({ name }) => name));
    return adviseUnused(declared, queries);
  }
  const counts = new Map(await seriesByName(client));
  return adviseUnused([...counts.keys()], queries, counts);
}

function usedQueries({ queries }: Workspace): readonly UsedQuery[] {
  return queries.flatMap(({ expr, use }) => (expr ? [{ expr, use }] : []));
}
