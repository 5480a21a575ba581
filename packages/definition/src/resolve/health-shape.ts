import type { FaultList } from '../faults/fault-list.ts';
import type { Shape } from '../faults/shape.ts';
import { NUMBER, YES_OR_NO, fields, listOf, mappingOf, text } from '../faults/shape.ts';
import type { HealthDeclaration } from '../health/health-declaration.ts';

const TEXT = text();
const CHECK_LIST = listOf(TEXT, "write names: ['database']");
const CHECK_MAPPING = mappingOf(
  fields(
    {
      critical: YES_OR_NO,
      failures: NUMBER,
      successes: NUMBER,
      probes: listOf(TEXT, "write probes: ['ready']"),
    },
    'write { critical: false }, or {} where nothing is special',
  ),
  "write names: ['database'], or by name what is special: { cache: { critical: false } }",
);
const CHECKS: Shape = (given, place) => (Array.isArray(given) ? CHECK_LIST : CHECK_MAPPING)(given, place);

/** The section `health`: values of another type than the declaration asks for are told. */
export const HEALTH_SHAPE = fields(
  {
    paths: mappingOf(TEXT, "write { live: '/health/live' }"),
    port: NUMBER,
    checks: CHECKS,
    probes: mappingOf(
      fields({ failures: NUMBER }, "write { every: '10s' }"),
      "write { live: { every: '10s' } }",
    ),
  },
  "write { checks: ['database'] }",
);

/** Whether the section can be worked with. */
export function isHealthSection(
  section: unknown,
  faults: FaultList,
): section is HealthDeclaration | undefined {
  return faults.hasShape(HEALTH_SHAPE, section, 'health');
}
