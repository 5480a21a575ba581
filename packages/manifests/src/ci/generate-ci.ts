import type { ResolvedDefinition } from '@telltale/definition';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { ciCommands } from './ci-commands.ts';
import { githubWorkflow } from './github-workflow.ts';
import { gitlabPipeline } from './gitlab-pipeline.ts';

/** Where GitLab has its pipelines, and what they are called. */
const OF_GITLAB = /(?:^|\/)\.gitlab\/|\.gitlab-ci\.ya?ml$/;

/**
 * Generates what keeps a change from breaking the monitoring: `telltale check`, tests of the alerts, the generated
 * files as the definition has them, the program's own tests, promtool on the rules, and after a deployment the
 * smoke test. A workflow for GitHub Actions; a pipeline for GitLab where `layout.ci` is a path of GitLab's.
 */
export function generateCi(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const { ci: path } = layoutOf(definition);
  const commands = ciCommands(definition, options);
  const content = OF_GITLAB.test(path) ? gitlabPipeline(commands) : githubWorkflow(commands);
  return [{ path, text: printYamlDocument(content, fileHeader(definition)) }];
}
