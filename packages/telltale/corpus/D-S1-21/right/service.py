from shared.framework.metrics import MetricsCollector

metrics = MetricsCollector("service_name")

# Record custom metrics
metrics.record_request(method="GET", route="/orders", status="200", seconds=0.001)
