from prometheus_client import Histogram

extraction_duration = Histogram(
    'extraction_duration_seconds',
    'Extraction task duration',
    ['task_type'],
    buckets=[1, 5, 10, 30, 60, 120, 300, 600, 1800],
)
