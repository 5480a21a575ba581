from shared.framework.metrics import MetricsCollector

metrics = MetricsCollector("service_name")

# Record custom metrics
metrics.record_request("GET", "/health", "200", 0.001)
