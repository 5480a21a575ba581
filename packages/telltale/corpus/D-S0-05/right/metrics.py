from prometheus_client import Counter

components_processed = Counter('components_processed_total', 'Total components processed')
migration_errors = Counter('migration_errors_total', 'Total number of migration errors')
