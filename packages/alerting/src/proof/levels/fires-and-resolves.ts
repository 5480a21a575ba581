import { formatDuration } from '@telltale/model';
import type { RuleBench } from '../drill/rule-bench.ts';
import { isHeartbeat } from '../drill/heartbeat.ts';
import { createRuleBench } from '../drill/rule-bench.ts';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import { evaluateNext, evaluateUntil, isFiring } from './bench-steps.ts';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';

/** The alert must stay quiet for so many evaluations before the fault. */
const QUIET_STEPS = 3;
/** What a template leaves behind that names something that is not there. */
const TEMPLATE_FAULT = /<error expanding template: [^>]*>|<no value>/;

/**
 * Level 2: on series that are well the alert stays quiet, with the fault it becomes pending and fires, and it
 * resolves when the series are well again. What it says is complete.
 */
export async function firesAndResolves(question: ProofQuestion): Promise<StepResult> {
  const { resolved, rule, startMs } = question;
  const series = await question.series();
  const { quiet, firing, windowMs } = series;
  if (isHeartbeat(rule)) return { detail: 'a heartbeat: it always fires, as is meant' };
  const bench = createRuleBench({ ...series, resolved, rules: [rule], startMs });
  try {
    bench.scrapeUntil(bench.clock.now(), quiet);
    for (let i = 0; i < QUIET_STEPS; i++) {
      await evaluateNext(bench, quiet);
      if (bench.alerts().length > 0) throw new StepFailure('The alert is not quiet on series that are well.');
    }
    const faultMs = bench.clock.now();
    const fires = () => isFiring(bench, rule.name);
    const firesMs = await evaluateUntil(bench, firing, 2 * windowMs + rule.forMs, fires);
    if (firesMs === undefined) throw new StepFailure(didNotFire(bench, faultMs));
    bench.alerts().forEach(checkTexts);
    const patienceMs = 2 * windowMs + rule.keepFiringForMs;
    const resolvesMs = await evaluateUntil(bench, quiet, patienceMs, () => bench.alerts().length === 0);
    if (resolvesMs === undefined) {
      const waited = formatDuration(patienceMs);
      throw new StepFailure(`The alert still fires ${waited} after the fault ended.`);
    }
    const ends = `resolves ${formatDuration(resolvesMs)} after it ends`;
    return { detail: `fires ${formatDuration(firesMs)} after the fault begins, ${ends}` };
  } finally {
    await bench.stop();
  }
}

function didNotFire(bench: RuleBench, faultMs: number): string {
  const waited = formatDuration(bench.clock.now() - faultMs);
  const state = bench.alerts().length > 0 ? 'pending' : 'inactive';
  return `The alert did not fire within ${waited} of the fault; it was ${state}.`;
}

function checkTexts({ labels, annotations }: ActiveAlert): void {
  for (const [name, text] of [...Object.entries(labels), ...Object.entries(annotations)]) {
    const fault = TEMPLATE_FAULT.exec(text);
    if (fault) throw new StepFailure(`The text of ${name} is incomplete: ${fault[0]}.`);
  }
}
