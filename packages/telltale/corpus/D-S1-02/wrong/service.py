from shared.framework.metrics import MetricsCollector

# Initialize metrics collector
metrics = MetricsCollector("service-name")
