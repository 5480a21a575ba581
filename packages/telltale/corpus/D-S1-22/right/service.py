from shared.framework.metrics import MetricsCollector

metrics = MetricsCollector("service_name")

# Record custom metrics
metrics.record_message_processed(topic="topic", status="success", seconds=0.05)
metrics.record_error(type="validation_error", component="parser")
