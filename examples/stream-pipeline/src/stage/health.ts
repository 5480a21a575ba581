/** Something that must work for a stage to be healthy. */
export type HealthCheck = () => Promise<unknown> | boolean;

/** The checks that failed, by name. */
export type Unwell = readonly string[];

const CHECK_WITHIN_MS = 1000;

/** Runs all checks; one that rejects, says no, or does not answer within a second has failed. */
export async function failedChecks(checks: Readonly<Record<string, HealthCheck>>): Promise<Unwell> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ((await passes(check)) ? [] : [name])),
  );
  return results.flat();
}

async function passes(check: HealthCheck): Promise<boolean> {
  const late = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), CHECK_WITHIN_MS).unref();
  });
  try {
    return (await Promise.race([check(), late])) !== false;
  } catch {
    return false;
  }
}
