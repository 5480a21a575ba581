import type { CheckRule } from '../../check-rule.ts';
import { imgEol } from './eol.ts';
import { imgMoved } from './moved.ts';
import { imgUnpinned } from './unpinned.ts';

/** Rules of container images. */
export const IMG_RULES: readonly CheckRule[] = [imgUnpinned, imgEol, imgMoved];
