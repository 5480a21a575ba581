import type { CheckRule } from '../../check-rule.ts';
import { alertExternalLabel } from './external-label.ts';
import { alertPercentOfRatio } from './percent-of-ratio.ts';
import { alertQueryFn } from './query-fn.ts';
import { alertTemplateLabel } from './template-label.ts';
import { alertTemplateSyntax } from './template-syntax.ts';
import { alertUnhumanized } from './unhumanized.ts';
import { alertValueInLabel } from './value-in-label.ts';

/** Rules of notification templates. */
export const TEMPLATE_RULES: readonly CheckRule[] = [
  alertTemplateSyntax,
  alertTemplateLabel,
  alertValueInLabel,
  alertPercentOfRatio,
  alertUnhumanized,
  alertExternalLabel,
  alertQueryFn,
];
