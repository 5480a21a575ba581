import type { CheckRule } from '../../check-rule.ts';

/** Rules of images. */
export const IMG_RULES: readonly CheckRule[] = [];
