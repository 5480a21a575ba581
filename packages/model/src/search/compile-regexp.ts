/**
 * Makes a test of texts from a regular expression of RE2: of a whole text, in which a dot is any character, or of
 * something in it, where a dot is none that ends a line.
 */
export type CompileRegexp = (pattern: string, scope: 'whole' | 'part') => (text: string) => boolean;
