/** The page behind an alert: where only its path is known, at this server. */
export function generatorAddress(generatorUrl: string, externalUrl: string): string {
  return generatorUrl.startsWith('/') ? externalUrl + generatorUrl : generatorUrl;
}
