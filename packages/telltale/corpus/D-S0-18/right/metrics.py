from prometheus_client import start_http_server, Counter, Gauge, Histogram

migration_duration = Histogram('migration_duration_seconds', 'Time spent on migration', buckets=[1, 10, 60, 300, 1800])
