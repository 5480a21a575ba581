import { isCatalogFile } from './catalogue/from-catalog-file.ts';
import type { CheckRule } from './check-rule.ts';
import { collectInputs } from './discovery/collect-inputs.ts';
import { readMetricsPage } from './discovery/read-metrics-page.ts';
import type { CheckReport } from './report/check-report.ts';
import { checkWorkspace } from './check-workspace.ts';
import { targetNotes } from './stack/target-versions.ts';
import { createInputCollector } from './workspace/input-collector.ts';
import type { TargetVersions } from './workspace/target-versions.ts';

/** What to check. */
export interface CheckOptions {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** A metrics page or a generated `catalog.json`, as a file or an address, that says which metrics exist. */
  readonly metrics?: string;
  /** Folder that relative paths start from, and that shown paths are relative to. */
  readonly cwd: string;
  /** Whether `telltale.config.ts` is run, which it is where nothing is said: it is a program. */
  readonly runsDefinitions?: boolean;
  /** The environment that definitions with environments are checked for; as they stand where it is absent. */
  readonly environment?: string | undefined;
  /** The versions that the files are to run on: what they make a difference to is found too. */
  readonly targetVersions?: TargetVersions | undefined;
  /** Rules to run; those of the preset `recommended` where nothing is said. */
  readonly rules?: readonly CheckRule[];
}

/**
 * Checks rule files, configurations and definitions. Needs no configuration and no network (but for
 * a `metrics` address), and executes nothing but `telltale.config.ts`.
 *
 * @throws TelltaleError TT_FILE_READ, TT_EXPOSITION, or what loading a definition throws.
 */
export async function runCheck({
  paths,
  metrics,
  cwd,
  rules,
  runsDefinitions = true,
  environment,
  targetVersions = new Map(),
}: CheckOptions): Promise<CheckReport> {
  const collector = createInputCollector();
  if (metrics !== undefined) {
    const { body, contentType } = await readMetricsPage(metrics, cwd);
    if (isCatalogFile(body)) collector.addCatalog(metrics, body);
    else collector.addMetricsPage(metrics, body, contentType);
  }
  const discovery = await collectInputs(paths, cwd, collector, { runsDefinitions, environment });
  const notes = [...discovery.notes, ...targetNotes(targetVersions)];
  const workspace = { ...collector.workspace(), targetVersions };
  return checkWorkspace(workspace, { rules, discovery: { ...discovery, notes } });
}
