export { instrument } from './instrument.ts';
export type { HttpHooks, InstrumentOptions, Telemetry } from './instrument.ts';
export { createRegistry } from './registry/registry.ts';
export type { Registry, RegistryOptions } from './registry/registry.ts';
export type {
  Diagnostic,
  DiagnosticKind,
  DiagnosticListener,
  DropReason,
} from './diagnostics/diagnostics.ts';
export type { ExpositionFormat } from '@telltale/model';
export type { Middleware, RequestHandler } from './http/http-recorder.ts';
export type { MetricsServer, ServeOptions } from './http/metrics-server.ts';
export type { Counter, CounterHandle } from './metrics/counter.ts';
export type { Gauge, GaugeHandle } from './metrics/gauge.ts';
export type { Histogram, HistogramHandle } from './metrics/histogram.ts';
export type { InstrumentOf, InstrumentsOf } from './metrics/instrument-of.ts';
