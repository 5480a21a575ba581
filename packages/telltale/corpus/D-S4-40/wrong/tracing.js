// OpenTelemetry integration
const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');

const tracerProvider = new NodeTracerProvider({ resource });
tracerProvider.addSpanProcessor(
  new SimpleSpanProcessor(new OTLPTraceExporter())
);
tracerProvider.register();
