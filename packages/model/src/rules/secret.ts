/** Where a secret comes from: a variable of the environment or a file. It never stands in a definition or generated file. */
export type Secret = { readonly env: string } | { readonly file: string };
