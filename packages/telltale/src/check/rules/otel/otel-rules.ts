import type { CheckRule } from '../../check-rule.ts';
import { otelApiRemoved } from './api-removed.ts';
import { otelExporterRemoved } from './exporter-removed.ts';
import { otelHeadSampling } from './head-sampling.ts';
import { otelLateLoad } from './late-load.ts';
import { otelNoServiceName } from './no-service-name.ts';
import { otelPackageRenamed } from './package-renamed.ts';
import { otelSemconv } from './semconv.ts';
import { otelUndeclaredComponent } from './undeclared-component.ts';

/** Rules of traces and OpenTelemetry. */
export const OTEL_RULES: readonly CheckRule[] = [
  otelUndeclaredComponent,
  otelExporterRemoved,
  otelPackageRenamed,
  otelApiRemoved,
  otelNoServiceName,
  otelHeadSampling,
  otelSemconv,
  otelLateLoad,
];
