/** What must work for a stage to be healthy, by name. */
export type HealthChecks = Readonly<Record<string, () => Promise<unknown> | boolean>>;

const CHECK_WITHIN_MS = 1000;

/** The names of the checks that reject, say no, or do not answer within a second. */
export async function failedChecks(checks: HealthChecks): Promise<readonly string[]> {
  const late = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), CHECK_WITHIN_MS).unref();
  });
  const failed = Object.entries(checks).map(async ([name, check]) => {
    const answer = await Promise.race([check(), late]).catch(() => false);
    return answer === false ? [name] : [];
  });
  return (await Promise.all(failed)).flat();
}
