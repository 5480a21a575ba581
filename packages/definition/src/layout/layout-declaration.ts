import type { ResolvedLayout } from '../resolved/resolved-layout.ts';

/** Where generated files go; each path has a default. */
export type LayoutDeclaration = Partial<ResolvedLayout>;
