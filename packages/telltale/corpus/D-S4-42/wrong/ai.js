// Create spans
const tracer = trace.getTracer('dev-pynode');
const span = tracer.startSpan('ai-request');
span.setAttributes({
  'ai.model': 'gpt-4',
  'ai.provider': 'openai'
});
span.end();
