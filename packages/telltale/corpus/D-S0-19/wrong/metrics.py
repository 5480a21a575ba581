from prometheus_client import start_http_server, Counter, Gauge, Histogram

mapping_confidence = Histogram('mapping_confidence', 'Distribution of mapping confidence scores')
