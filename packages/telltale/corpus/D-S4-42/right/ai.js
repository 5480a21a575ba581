// Create spans
const tracer = trace.getTracer('dev-pynode');
const span = tracer.startSpan('ai-request');
span.setAttributes({
  'gen_ai.request.model': 'gpt-4',
  'gen_ai.provider.name': 'openai'
});
span.end();
