from shared.framework.metrics import MetricsCollector

metrics = MetricsCollector("service_name")

# Record custom metrics
metrics.record_message_processed("topic", "success", 0.05, "message_type")
metrics.record_error("validation_error", "parser")
