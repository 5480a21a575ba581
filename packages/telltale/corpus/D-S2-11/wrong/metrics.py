from prometheus_client import Counter, Gauge

extraction_tasks = Counter('extraction_tasks_total', 'Total extraction tasks count', ['task_type', 'status'])
