/** TLS of the station's own ports, by files that are read anew when they have changed. */
export interface ResolvedStationTls {
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of clients, who have to show a certificate where it is there. */
  readonly clientCaFile?: string;
  /** Names of which a client's certificate must have one; any where absent. */
  readonly clientNames?: readonly string[];
}
