import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { ResolvedOtlp } from '../resolved/resolved-otlp.ts';
import { OTLP_TRANSLATION_STRATEGIES } from '../resolved/resolved-otlp.ts';
import type { OtlpDeclaration } from '../station/otlp-declaration.ts';

/** How pushed metrics become series, checked. */
export function resolveOtlp(otlp: OtlpDeclaration, faults: FaultList): ResolvedOtlp {
  const path = 'station.otlp';
  checkKeys(otlp, ['translation', 'promoteResourceAttributes', 'scopeLabels'], path, faults);
  const { translation, promoteResourceAttributes: promoted, scopeLabels } = otlp;
  if (translation !== undefined && !OTLP_TRANSLATION_STRATEGIES.includes(translation)) {
    faults.add(`${path}.translation`, `write one of ${OTLP_TRANSLATION_STRATEGIES.join(', ')}`);
  }
  if (promoted !== undefined && !isListOfNames(promoted)) {
    faults.add(`${path}.promoteResourceAttributes`, "write a list: ['deployment.environment']");
  }
  if (scopeLabels !== undefined && typeof scopeLabels !== 'boolean') {
    faults.add(`${path}.scopeLabels`, 'write true or false');
  }
  return {
    ...(translation !== undefined && { translation }),
    ...(promoted !== undefined && { promoteResourceAttributes: promoted }),
    ...(scopeLabels !== undefined && { scopeLabels }),
  };
}

function isListOfNames(given: unknown): boolean {
  return Array.isArray(given) && given.every((name) => typeof name === 'string' && name !== '');
}
