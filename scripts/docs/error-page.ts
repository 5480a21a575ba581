import { ERRORS } from '@telltale/model';

/** The page about every error code, from the catalogue of `@telltale/model`. */
export function printErrorPage(): string {
  const sections = Object.entries(ERRORS).map(
    ([code, { meaning, fix }]) => `## ${code}\n\n${meaning}\n\n**How to fix it:** ${fix}\n`,
  );
  return [
    '# Errors\n',
    'Every error that Telltale shows to people has a stable code. Generated from the catalogue in',
    '`packages/model/src/errors/catalogue.ts` by `npm run docs`; do not edit.\n',
    ...sections,
  ].join('\n');
}
