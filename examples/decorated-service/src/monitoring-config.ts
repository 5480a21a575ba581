/** What the guide of the framework has, with the brackets of this language. */
export const MONITORING_CONFIG = {
  logging: {
    level: 'INFO',
    format: 'structured',
    outputs: ['console', 'file'],
    correlation: true,
  },
  metrics: {
    collectors: ['prometheus'],
    interval: 10,
    exporters: ['http'],
  },
  tracing: {
    enabled: true,
    sampler: 0.1,
    exporter: 'jaeger',
  },
} as const;
