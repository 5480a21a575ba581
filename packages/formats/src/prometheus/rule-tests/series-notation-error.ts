/** What is wrong with samples in the notation of rule tests; where they stand is known to the caller. */
export class SeriesNotationError extends Error {}
