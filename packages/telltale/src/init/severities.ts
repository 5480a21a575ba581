/** The severities that alerts of a definition can have, the gravest first. */
export const SEVERITIES: ReadonlySet<string> = new Set(['page', 'critical', 'ticket', 'warning', 'info']);
