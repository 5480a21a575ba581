from prometheus_client import Counter, Gauge

extraction_tasks = Counter('extraction_tasks_total', 'Total extraction tasks count', ['task_type', 'status'])
queue_depth = Gauge('extraction_queue_depth', 'Tasks that wait')
retries = Counter('extraction_task_retries_total', 'Retried tasks', ['task_type'])
