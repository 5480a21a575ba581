import type { ByteSize } from '../size/byte-size.ts';
import type { Duration } from '../time/duration.ts';
import type { CollectorsDeclaration } from './collectors-declaration.ts';
import type { StartedExportersDeclaration } from './exporters-declaration.ts';
import type { OtlpDeclaration } from './otlp-declaration.ts';
import type { ClickHouseDeclaration, ForwardDeclaration, OpenInDeclaration } from './outside-declaration.ts';
import type { RemoteDeclaration } from './remote-declaration.ts';
import type { StationTlsDeclaration } from './tls-declaration.ts';

/** How the station runs; its command line and environment variables come before it. */
export interface StationDeclaration {
  /** TLS of the station's own ports; plain HTTP by default. */
  readonly tls?: StationTlsDeclaration;
  /** How long samples are kept (15d by default), and how large the data folder may be (any size by default). */
  readonly retention?: { readonly time?: Duration; readonly size?: ByteSize };
  /** How long log records are kept (15d by default), and how large their files may be (any size by default). */
  readonly logs?: { readonly retention?: Duration; readonly maxSize?: ByteSize };
  /** The same for traces. */
  readonly traces?: { readonly retention?: Duration; readonly maxSize?: ByteSize };
  /** How metrics that programs push by OTLP become series. */
  readonly otlp?: OtlpDeclaration;
  /** What the station reads by itself, without an exporter beside it; this machine alone by default. */
  readonly collectors?: CollectorsDeclaration;
  /** Exporters that the station starts and scrapes; none by default. */
  readonly exporters?: StartedExportersDeclaration;
  /**
   * What this machine was measured to bear, where that is not what one station was on two cores; shares and the alert
   * at 70 % are of it.
   */
  readonly capacity?: CapacityDeclaration;
  /** How long a query may take, 2m by default. */
  readonly query?: { readonly timeout?: Duration };
  /** The most memory that the station may have, before which it sheds load; that of its container by default. */
  readonly memory?: { readonly limit?: ByteSize };
  /** How often pages ask again, and which time they show at first. */
  readonly ui?: { readonly refresh?: Duration; readonly range?: Duration };
  /** A ClickHouse that keeps logs and traces; the data folder does by default. */
  readonly clickhouse?: ClickHouseDeclaration;
  /** A server that metrics are read from, and that evaluates the rules; the station does both by default. */
  readonly remote?: RemoteDeclaration;
  /** Where else logs and traces go. */
  readonly forward?: ForwardDeclaration;
  /** Where pages offer to open what was forwarded. */
  readonly openIn?: OpenInDeclaration;
}

/** Limits of one station; those that are not given are as they were measured. */
export interface CapacityDeclaration {
  readonly series?: number;
  readonly targets?: number;
  readonly samplesPerSecond?: number;
  readonly logRecordsPerSecond?: number;
  readonly spansPerSecond?: number;
}
