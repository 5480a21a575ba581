import { writeRuleTest } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { RuleTest } from '@telltale/formats';
import { printRuleTestFile } from '@telltale/formats';
import type { GeneratedFile } from '@telltale/manifests';
import { fileHeader, layoutOf, ruleFilePatternFrom } from '@telltale/manifests';
import { TelltaleError } from '@telltale/model';

/**
 * Generates `promtool test rules` tests of the rule file that ships: for each alert series that keep it quiet
 * and then make it fire. Alerts for which none can be made up are named at the top of the file, with the
 * reason.
 */
export async function generateRuleTests(definition: ResolvedDefinition): Promise<readonly GeneratedFile[]> {
  const alerts = definition.rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name);
  if (alerts.length === 0) return [];
  const tests: RuleTest[] = [];
  const leftOut: string[] = [];
  for (const name of new Set(alerts)) {
    try {
      tests.push(await writeRuleTest(definition, name));
    } catch (error) {
      if (!(error instanceof TelltaleError)) throw error;
      leftOut.push(error.message);
    }
  }
  const layout = layoutOf(definition);
  const file = {
    ruleFiles: [ruleFilePatternFrom(layout, layout.ruleTests)],
    evaluationIntervalMs: definition.evaluationIntervalMs,
    tests,
  };
  const header = [
    ...fileHeader(definition),
    'Run with: promtool test rules FILE',
    ...leftOut.map((reason) => `Not tested here. ${reason}`),
  ];
  return [{ path: layout.ruleTests, text: printRuleTestFile(file, header) }];
}
